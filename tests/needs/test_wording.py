import pytest

from needs.models import NeedDraft
from needs.services.history import CurationError
from needs.services.wording import check_need_easy_read, discard_need_draft, publish_need_draft, save_need_draft
from tests.factories.needs import NeedFactory

pytestmark = pytest.mark.django_db


def save(need, curator, **changes):
    words = {"title": need.title, "detail": need.detail, "easy_read": need.easy_read, "note": "Plainer words"}
    return save_need_draft(need=need, by=curator, **(words | changes))


def test_a_draft_leaves_the_published_wording_alone(curator):
    need = NeedFactory(title="Old")

    save(need, curator, title="New")

    need.refresh_from_db()
    assert (need.title, need.draft.title) == ("Old", "New")


def test_publishing_a_draft_changes_the_wording_and_says_why(curator):
    need = NeedFactory(title="Old")
    save(need, curator, title="New")

    publish_need_draft(need=need, by=curator)

    need.refresh_from_db()
    step = need.status_changes.get()
    assert (need.title, step.act, step.note) == ("New", "reworded", "Plainer words")
    assert not NeedDraft.objects.exists()


def test_a_draft_without_a_reason_is_not_published(curator):
    need = NeedFactory(title="Old")
    save(need, curator, title="New", note="")

    with pytest.raises(CurationError, match="Say why"):
        publish_need_draft(need=need, by=curator)


def test_a_discarded_draft_is_gone(curator):
    need = NeedFactory()
    save(need, curator, title="New")

    discard_need_draft(need=need, by=curator)

    assert not NeedDraft.objects.exists()


def test_a_check_of_easy_read_holds_for_the_text_that_was_read_only(curator):
    need = NeedFactory(easy_read="We need rooms.")

    check = check_need_easy_read(need=need, short_sentences=True, no_jargon=True, checked_with_people=True, by=curator)

    assert check.holds_for("We need rooms.")
    assert not check.holds_for("We need better rooms.")


def test_a_check_with_one_thing_missing_does_not_hold(curator):
    need = NeedFactory(easy_read="We need rooms.")

    check = check_need_easy_read(need=need, short_sentences=True, no_jargon=True, checked_with_people=False, by=curator)

    assert not check.holds_for("We need rooms.")

import pytest
from django.db import IntegrityError, transaction

from mhin.audit.models import AuditEvent
from mhin.mail.models import OutgoingMail
from needs.models import Need
from needs.services.curation import (
    add_need,
    align_need,
    edit_need,
    link_sources,
    publish_need,
    reject_need,
    reopen_need,
    take_up_need,
)
from needs.services.history import CurationError
from needs.services.merging import merge_need
from tests.factories.needs import AreaFactory, NeedFactory, NeedStatusChangeFactory, SourceFactory

pytestmark = pytest.mark.django_db


def test_taking_up_a_need_leaves_a_step_in_its_history(curator):
    need = NeedFactory(status="submitted")

    take_up_need(need=need, by=curator)

    step = need.status_changes.get()
    assert (step.act, step.from_status, step.to_status, step.by) == ("taken_up", "submitted", "in_review", curator)


def test_every_change_is_audited_with_what_was_before_and_after(curator):
    need, area = NeedFactory(status="submitted"), AreaFactory(name="New area")
    before = str(need.area)

    align_need(need=need, area=area, by=curator)

    event = AuditEvent.objects.get(action="need_aligned")
    assert (event.before, event.after["area"]) == ({"area": before}, "New area")


def test_aligning_to_the_same_area_changes_nothing(curator):
    need = NeedFactory()

    align_need(need=need, area=need.area, by=curator)

    assert not need.status_changes.exists()


def test_linking_sources_says_which_came_and_which_went(curator):
    need, old, new = NeedFactory(), SourceFactory(code="NG1"), SourceFactory(code="NG2")
    need.sources.add(old)

    link_sources(need=need, sources=[new], by=curator)

    assert need.status_changes.get().note == "Added: NG2. Removed: NG1"


def test_a_need_without_an_area_is_not_published(curator):
    need = NeedFactory(status="in_review", area=None)

    with pytest.raises(CurationError, match="Choose an area"):
        publish_need(need=need, by=curator)


def test_a_rejected_need_keeps_the_reason(curator):
    need = NeedFactory(status="submitted")

    reject_need(need=need, reason="It is about dentists.", by=curator)

    need.refresh_from_db()
    assert (need.status, need.status_reason) == ("rejected", "It is about dentists.")


def test_a_need_is_not_rejected_without_a_reason(curator):
    with pytest.raises(CurationError, match="Say why"):
        reject_need(need=NeedFactory(status="submitted"), reason=" ", by=curator)


def test_the_reason_of_a_rejection_is_mailed_to_a_sender_with_an_account(curator, stakeholder):
    need = NeedFactory(status="submitted", submitted_by=stakeholder)

    reject_need(need=need, reason="It is about dentists.", by=curator)

    mail = OutgoingMail.objects.get()
    assert mail.to == stakeholder.email
    assert "It is about dentists." in mail.body


def test_nobody_is_written_to_when_the_sender_has_no_account(curator):
    publish_need(need=NeedFactory(status="submitted"), by=curator)

    assert not OutgoingMail.objects.exists()


def test_a_need_that_others_were_merged_into_stays_until_they_are_taken_out(curator):
    target = NeedFactory()
    merge_need(need=NeedFactory(), target=target, reason="The same", by=curator)

    with pytest.raises(CurationError, match="Undo those merges first"):
        reopen_need(need=target, note="", by=curator)


def test_a_rejected_need_can_be_opened_again(curator):
    need = NeedFactory(status="rejected", status_reason="Not ours")

    reopen_need(need=need, note="It is ours after all", by=curator)

    need.refresh_from_db()
    assert (need.status, need.status_reason) == ("in_review", "")


def test_the_wording_of_a_published_need_is_not_edited_in_place(curator):
    need = NeedFactory()

    with pytest.raises(CurationError, match="draft"):
        edit_need(need=need, fields={"title": "New"}, by=curator)


def test_editing_a_waiting_need_is_audited_field_by_field(curator):
    need = NeedFactory(status="submitted", title="Old")

    edit_need(need=need, fields={"title": "New", "detail": ""}, by=curator)

    event = AuditEvent.objects.get(action="need_edited")
    assert (event.before, event.after["title"]) == ({"title": "Old"}, "New")


def test_a_need_that_a_curator_writes_down_waits_for_publication(curator):
    need = add_need(fields={"title": "Quiet rooms", "provenance": "mhin"}, by=curator)

    assert (need.code, need.status) == ("N01", Need.Status.IN_REVIEW)
    assert need.status_changes.get().act == "recorded"


def test_a_step_of_the_history_never_changes(curator):
    step = NeedStatusChangeFactory()
    step.note = "Otherwise"

    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        step.save()
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        step.delete()


def test_the_history_stays_when_a_curators_account_goes(curator):
    step = NeedStatusChangeFactory(by=curator)

    curator.delete()

    step.refresh_from_db()
    assert step.by is None

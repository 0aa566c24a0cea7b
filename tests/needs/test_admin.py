import pytest
from django.urls import reverse

from mhin.audit.models import AuditEvent
from needs.models import Need
from tests.factories.needs import AreaFactory, NeedDraftFactory, NeedFactory, NeedStatusChangeFactory, SourceFactory

pytestmark = pytest.mark.django_db
LIST = "admin:needs_need_changelist"


@pytest.fixture(autouse=True)
def _signed_in(client, curator):
    client.force_login(curator)


def act_page(act, need):
    return reverse(f"admin:needs_need_{act}", args=[need.pk])


def page_of(need):
    return reverse("admin:needs_need_change", args=[need.pk])


def many(client, act, needs, **fields):
    return client.post(reverse(LIST), {"action": act, "_selected_action": [need.pk for need in needs], **fields})


@pytest.mark.parametrize("model", ["area", "source", "need"])
def test_every_list_of_the_admin_opens_and_can_be_searched(client, model):
    NeedFactory().sources.add(SourceFactory())

    response = client.get(reverse(f"admin:needs_{model}_changelist"), {} if model == "area" else {"q": "e"})

    assert response.status_code == 200


@pytest.mark.parametrize("model", ["area", "source", "need"])
def test_every_page_for_adding_opens(client, model):
    assert client.get(reverse(f"admin:needs_{model}_add")).status_code == 200


def test_a_guideline_without_a_nice_number_is_refused_in_words(client):
    form = {"code": "225", "kind": "guideline", "title": "Self-harm", "url": "www.nice.org.uk/guidance/ng225"}

    page = client.post(reverse("admin:needs_source_add"), form).content.decode()

    assert "The code of a NICE guideline is its number" in page


def test_what_a_curator_edits_is_audited(client, curator):
    need = NeedFactory(title="Old", status="submitted")
    form = {"title": "New", "area": need.area_id, "provenance": "mhin", "evidence_seen": "none"}

    client.post(page_of(need), form)

    event = AuditEvent.objects.get(target_type="needs.need")
    assert (event.action, event.actor_id, event.before) == ("need_edited", str(curator.pk), {"title": "Old"})
    assert event.after["title"] == "New"


def test_sources_chosen_on_the_page_go_through_the_service(client):
    need, source = NeedFactory(status="submitted"), SourceFactory(code="NG1")
    form = {"title": need.title, "area": need.area_id, "provenance": "mhin", "evidence_seen": "none"}

    client.post(page_of(need), form | {"sources": [source.pk]})

    assert need.status_changes.get().act == "linked"
    assert AuditEvent.objects.get(action="need_linked").after["sources"] == ["NG1"]


def test_a_need_written_down_by_a_curator_gets_the_next_code_and_waits(client):
    NeedFactory(code="N41")
    form = {"title": "Quiet rooms", "provenance": "mhin", "evidence_seen": "none"}

    client.post(reverse("admin:needs_need_add"), form)

    need = Need.objects.get(title="Quiet rooms")
    assert (need.code, need.status) == ("N42", "in_review")


def test_the_history_shows_word_by_word_what_changed(client):
    need = NeedFactory(title="Help by day", status="submitted")
    form = {"title": "Help at night", "area": need.area_id, "provenance": "mhin", "evidence_seen": "none"}

    client.post(page_of(need), form)

    page = client.get(act_page("history", need)).content.decode()
    assert '<del><span class="visually-hidden">removed: </span>by</del>' in page
    assert '<ins><span class="visually-hidden">added: </span>night</ins>' in page


def test_status_is_no_field_of_the_form(client):
    need = NeedFactory(status="submitted")
    form = {"title": need.title, "area": need.area_id, "provenance": "mhin", "evidence_seen": "none"}

    client.post(page_of(need), form | {"status": "published"})

    need.refresh_from_db()
    assert need.status == "submitted"


def test_a_need_cannot_be_deleted_in_the_admin(client):
    need = NeedFactory()

    response = client.post(reverse("admin:needs_need_delete", args=[need.pk]), {"post": "yes"})

    assert response.status_code == 403


@pytest.mark.parametrize(
    ("act", "status", "fields", "after"),
    [
        ("take-up", "submitted", {}, "in_review"),
        ("publish", "in_review", {}, "published"),
        ("reject", "submitted", {"reason": "About dentists"}, "rejected"),
        ("reopen", "published", {"note": "A mistake"}, "in_review"),
    ],
)
def test_an_act_asks_first_and_then_does_it(client, act, status, fields, after):
    need = NeedFactory(status=status)
    asking = client.get(act_page(act, need))

    client.post(act_page(act, need), fields)

    need.refresh_from_db()
    assert (asking.status_code, need.status) == (200, after)


def test_an_act_that_cannot_be_done_says_why(client):
    need = NeedFactory(status="submitted", area=None)

    page = client.get(act_page("publish", need)).content.decode()

    assert "choose an area first" in page


def test_a_service_that_refuses_is_heard_on_the_page(client):
    need = NeedFactory(status="published")

    page = client.post(act_page("take-up", need)).content.decode()

    assert "Only a need that was just sent in can be taken up." in page


def test_merging_offers_the_needs_that_are_most_alike_first(client):
    need = NeedFactory(title="No help at night for young people", status="submitted")
    alike = NeedFactory(title="No help at night for younger people")
    NeedFactory(title="Dental care")

    page = client.get(act_page("merge", need))

    assert page.context["candidates"][0] == alike


def test_merging_finds_other_needs_by_words(client):
    need, wanted = NeedFactory(status="submitted"), NeedFactory(title="Dental care")

    page = client.get(act_page("merge", need), {"q": "dental"})

    assert page.context["candidates"] == [wanted]


def test_merging_and_undoing_by_the_pages(client):
    need, target = NeedFactory(status="submitted"), NeedFactory()

    client.post(act_page("merge", need), {"target": target.pk, "reason": "The same"})
    merged = Need.objects.get(pk=need.pk)
    client.post(act_page("undo-merge", need), {"reason": "Not the same"})

    need.refresh_from_db()
    assert (merged.merged_into, need.merged_into, need.status) == (target, None, "submitted")


def test_many_needs_are_published_after_a_page_that_asks(client):
    needs = NeedFactory.create_batch(2, status="submitted")

    asking = many(client, "publish", needs)
    untouched = Need.objects.filter(status="published").count()
    many(client, "publish", needs, confirm="yes")

    assert (asking.status_code, untouched) == (200, 0)
    assert Need.objects.filter(status="published").count() == 2


def test_the_page_that_asks_names_what_cannot_be_done_and_why(client):
    able, unable = NeedFactory(status="submitted"), NeedFactory(status="submitted", area=None)

    page = many(client, "publish", [able, unable])

    assert (page.context["able"], page.context["unable"]) == ([able], [(unable, "choose an area first")])


def test_many_needs_are_put_under_one_area(client):
    needs, area = NeedFactory.create_batch(2, status="submitted"), AreaFactory()

    many(client, "align", needs, confirm="yes", area=area.pk)

    assert Need.objects.filter(area=area).count() == 2


def test_many_needs_are_rejected_with_one_reason(client):
    needs = NeedFactory.create_batch(2, status="submitted")

    many(client, "reject", needs, confirm="yes", reason="Sent by a machine")

    assert Need.objects.filter(status="rejected", status_reason="Sent by a machine").count() == 2


def test_rejecting_many_without_a_reason_asks_again(client):
    needs = NeedFactory.create_batch(2, status="submitted")

    page = many(client, "reject", needs, confirm="yes", reason="")

    assert page.status_code == 200
    assert not Need.objects.filter(status="rejected").exists()


def test_a_draft_is_shown_as_the_difference_to_the_published_words(client):
    need = NeedFactory(title="Old words")
    NeedDraftFactory(need=need, title="New words")

    page = client.get(reverse("admin:needs_need_wording", args=[need.pk])).content.decode()

    assert '<span class="visually-hidden">removed: </span>Old</del>' in page
    assert '<span class="visually-hidden">added: </span>New</ins>' in page


@pytest.mark.parametrize(("button", "title"), [("save", "Old"), ("publish", "New")])
def test_a_draft_is_saved_or_published(client, button, title):
    need = NeedFactory(title="Old")
    words = {"title": "New", "detail": "", "easy_read": "", "note": "Plainer"}

    client.post(reverse("admin:needs_need_wording", args=[need.pk]), words | {button: "1"})

    need.refresh_from_db()
    assert need.title == title


def test_the_history_shows_what_when_who_and_why(client, curator):
    step = NeedStatusChangeFactory(by=curator, note="Because")

    page = client.get(reverse("admin:needs_need_history", args=[step.need_id])).content.decode()

    assert all(text in page for text in ("Sent in", str(curator), "Because"))


def test_the_history_reads_no_audit_event(client, django_assert_num_queries):
    step = NeedStatusChangeFactory()

    with django_assert_num_queries(8) as queries:
        client.get(reverse("admin:needs_need_history", args=[step.need_id]))

    assert not any("audit_auditevent" in query["sql"] for query in queries)


@pytest.mark.parametrize("status", Need.Status.values)
def test_the_page_of_a_need_opens_whatever_its_status(client, status):
    need = NeedFactory(status=status, merged_into=NeedFactory() if status == "merged" else None, easy_read="Words")

    assert client.get(page_of(need)).status_code == 200


def test_an_easy_read_text_is_ticked_off_on_a_page_that_shows_its_reading_age(client, curator):
    need = NeedFactory(easy_read="We need rooms.")
    page = client.get(act_page("easy-read", need)).content.decode()

    client.post(act_page("easy-read", need), {"short_sentences": "on"})

    assert "Reading age about" in page
    assert (need.easy_read_check.done, need.easy_read_check.checked_by) == (1, curator)


def test_only_curators_do_acts(client, stakeholder, administrator):
    need = NeedFactory(status="submitted")
    client.force_login(administrator)

    response = client.post(act_page("publish", need))

    assert response.status_code == 403

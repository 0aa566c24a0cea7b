import pytest
from django.urls import reverse

from mhin.audit.models import AuditEvent
from solutions.models import Evidence, Solution
from tests.factories.needs import AreaFactory, NeedFactory, SourceFactory
from tests.factories.solutions import EvidenceFactory, SolutionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _signed_in(client, curator):
    client.force_login(curator)


def as_sent(page, **changed):
    """What a browser sends for a solution's page that nobody touched, with some fields changed."""
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    fields = [form[name] for form in forms for name in form.fields]
    return {field.html_name: field.value() for field in fields if field.value() is not None} | changed


def page_of(solution):
    return reverse("admin:solutions_solution_change", args=[solution.pk])


def act_page(act, solution):
    return reverse(f"admin:solutions_solution_{act}", args=[solution.pk])


@pytest.mark.parametrize("count", [1, 3])
def test_the_admins_list_of_solutions_takes_eight_queries_however_long(client, count, django_assert_num_queries):
    SolutionFactory.create_batch(count)

    with django_assert_num_queries(8):
        client.get(reverse("admin:solutions_solution_changelist"))


def test_the_list_shows_how_complete_each_solution_is(client):
    SolutionFactory(population="")

    page = client.get(reverse("admin:solutions_solution_changelist")).content.decode()

    assert "2 of 7; missing: easy read, evidence, needs, population, readiness" in page
    assert '<progress max="7" value="2"' in page


def test_evidence_added_inside_a_solution_is_audited(client, curator):
    solution, source = SolutionFactory(), SourceFactory()
    page = client.get(page_of(solution))
    row = {"evidence-TOTAL_FORMS": 1, "evidence-0-source": source.pk, "evidence-0-strength": "trial"}

    client.post(page_of(solution), as_sent(page, **row))

    evidence = Evidence.objects.get()
    event = AuditEvent.objects.get(target_type="solutions.evidence")
    assert (event.action, event.target_id, event.actor_id) == ("added", str(evidence.pk), str(curator.pk))
    assert solution.status_changes.get().note == f"Added {source.code}"


def test_evidence_changed_inside_a_solution_is_audited_with_before_and_after(client):
    evidence = EvidenceFactory(finding="Old")
    page = client.get(page_of(evidence.solution))

    client.post(page_of(evidence.solution), as_sent(page, **{"evidence-0-finding": "New"}))

    event = AuditEvent.objects.get(target_type="solutions.evidence")
    assert (event.action, event.before, event.after) == ("changed", {"finding": "Old"}, {"finding": "New"})


def test_needs_and_readiness_chosen_on_the_page_go_through_the_services(client):
    solution, need = SolutionFactory(), NeedFactory()
    page = client.get(page_of(solution))

    client.post(page_of(solution), as_sent(page, needs=[need.pk], readiness="tested"))

    assert set(solution.status_changes.values_list("act", flat=True)) == {"edited", "coverage"}


def test_web_addresses_are_written_one_a_line(client):
    solution = SolutionFactory()
    page = client.get(page_of(solution))

    client.post(page_of(solution), as_sent(page, source_urls="https://a.org/1\nhttps://a.org/2"))

    solution.refresh_from_db()
    assert solution.source_urls == ["https://a.org/1", "https://a.org/2"]


def test_a_web_address_that_cannot_be_right_is_refused(client):
    solution = SolutionFactory()
    page = client.get(page_of(solution))

    response = client.post(page_of(solution), as_sent(page, source_urls="javascript:alert(1)"))

    assert "javascript:alert(1) is not a full web address." in response.content.decode()


def test_a_new_solution_gets_a_code_and_is_a_draft(client):
    SolutionFactory(code="S22")
    page = client.get(reverse("admin:solutions_solution_add"))
    fields = {"title": "Quiet rooms", "summary": "A room.", "area": AreaFactory().pk, "provenance": "mhin"}

    client.post(reverse("admin:solutions_solution_add"), as_sent(page, **fields))

    solution = Solution.objects.get(title="Quiet rooms")
    assert (solution.code, solution.status) == ("S23", "draft")


@pytest.mark.parametrize(
    ("act", "status", "fields", "after"),
    [
        ("publish", "draft", {}, "published"),
        ("archive", "published", {"reason": "Withdrawn"}, "archived"),
        ("reopen", "archived", {"note": "Back"}, "draft"),
    ],
)
def test_an_act_asks_first_and_then_does_it(client, act, status, fields, after):
    solution = SolutionFactory(status=status)
    asking = client.get(act_page(act, solution))

    client.post(act_page(act, solution), fields)

    solution.refresh_from_db()
    assert (asking.status_code, solution.status) == (200, after)


def test_the_page_warns_of_a_solution_that_looks_like_the_same(client):
    first = SolutionFactory(title="Peer support workers in crisis teams")
    second = SolutionFactory(title="Peer support worker in crisis teams")

    page = client.get(page_of(first)).content.decode()

    assert f"{second}</a>: much the same title." in page


def test_published_wording_is_changed_by_a_draft(client):
    solution = SolutionFactory(summary="Old")
    words = {"title": solution.title, "summary": "New", "population": "", "easy_read": "", "note": "Plainer"}

    client.post(act_page("wording", solution), words | {"publish": "1"})

    solution.refresh_from_db()
    assert solution.summary == "New"


@pytest.mark.parametrize("status", Solution.Status.values)
def test_the_page_of_a_solution_opens_whatever_its_status(client, status):
    solution = EvidenceFactory(solution__status=status, solution__easy_read="Words").solution

    assert client.get(page_of(solution)).status_code == 200


def test_a_solution_with_evidence_opens_in_the_admin(client):
    evidence = EvidenceFactory()

    page = client.get(reverse("admin:solutions_solution_change", args=[evidence.solution_id]))

    assert evidence.source.title in page.content.decode()

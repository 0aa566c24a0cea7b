"""An administrator at work in a real browser: a round from draft to open, and somebody's roles."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from ratings.models import Round
from ratings.services.rounds import close_round
from tests.e2e.test_curation import rules
from tests.factories.accounts import UserFactory
from tests.factories.governance import DecisionFactory
from tests.factories.ratings import ObjectiveFactory, RoundFactory, RoundGroupFactory, RoundSolutionFactory
from tests.factories.solutions import SolutionFactory

DJANGOS_OWN = ["admin:ratings_stakeholdergroup_changelist", "admin:ratings_stakeholdergroup_add"]


@pytest.fixture
def draft(transactional_db):
    round_ = RoundFactory(title="Priorities 2027")
    ObjectiveFactory.create_batch(2, round=round_)
    RoundSolutionFactory.create_batch(2, round=round_)
    RoundGroupFactory(round=round_)
    return round_


def page_of(row, act="change"):
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_{act}", args=[row.pk])


def test_from_a_draft_to_an_open_round(visit, client, administrator, draft):
    SolutionFactory(code="S90", title="Quiet rooms")
    window = visit()
    window.sign_in(administrator, client)
    page = window.page

    page.goto(reverse("admin:index"))
    page.get_by_role("link", name="Priorities 2027").click()
    page.get_by_role("link", name="Put solutions into the round").click()
    page.get_by_label("S90: Quiet rooms").check()
    page.get_by_role("button", name="Put solutions into the round").click()
    expect(page.get_by_text("The solutions are in Priorities 2027")).to_be_visible()
    page.get_by_role("link", name="Open the round").click()
    expect(page.get_by_text("3 solutions, 2 objectives")).to_be_visible()
    page.get_by_role("button", name="Open the round").click()

    expect(page.get_by_role("heading", name="Status: Open")).to_be_visible()
    assert Round.objects.get(pk=draft.pk).status == "open"


def test_somebody_gets_a_role(visit, client, administrator):
    somebody = UserFactory(name="Ann Lee")
    window = visit(320)
    window.sign_in(administrator, client)
    page = window.page

    page.goto(page_of(somebody))
    page.get_by_role("link", name="Give or take roles").click()
    page.get_by_label("Curator: ", exact=False).check()
    page.get_by_role("button", name="Give or take roles").click()

    expect(page.get_by_role("heading", name="Roles: Curator")).to_be_visible()
    assert [group.name for group in somebody.groups.all()] == ["Curator"]


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_admin_pages_of_rounds_and_people_fit_and_are_as_accessible_as_djangos(
    visit, client, administrator, draft, stage, make_stage, width
):
    closed = make_stage().round
    close_round(round_=closed, by=None)
    SolutionFactory.create_batch(3)
    somebody = UserFactory(name="Ann Lee")
    window = visit(width)
    window.sign_in(administrator, client)
    djangos = set()
    for name in DJANGOS_OWN:
        window.page.goto(reverse(name))
        djangos |= rules(window.axe_violations())

    addresses = [reverse("admin:index"), reverse("admin:ratings_round_changelist"), page_of(somebody)]
    addresses += [page_of(draft, "open"), page_of(draft, "add-solutions"), page_of(stage.round, "close")]
    addresses += [page_of(closed, "publish"), page_of(somebody, "roles")]
    for address in addresses:
        window.page.goto(address)
        assert rules(window.axe_violations()) <= djangos, address
        assert not window.scrolls_sideways(), address
    for round_ in (draft, stage.round):  # Django's rows in a table have no labels; that they fit is ours to see
        window.page.goto(page_of(round_))
        assert not window.scrolls_sideways(), round_
    window.errors = [error for error in window.errors if "inline style" not in error]  # axe's own; refused


@pytest.mark.parametrize("width", [320, 1280])
def test_an_action_is_added_to_a_decision(visit, client, executive, width):
    decision = DecisionFactory()
    window = visit(width)
    window.sign_in(executive, client)
    page = window.page

    page.goto(decision.get_absolute_url())
    page.get_by_role("link", name="Add an action").click()
    expect(page.get_by_role("heading", name="Add an action")).to_be_visible()
    faults = window.faults(page.url)
    page.get_by_label("What is to be done?").fill("Write to the trusts")
    page.get_by_label("Who does it?").fill("The office")
    page.get_by_role("button", name="Save the action").click()

    expect(page.get_by_text("Write to the trusts: The office (planned)")).to_be_visible()
    assert faults == []
    assert not window.scrolls_sideways()

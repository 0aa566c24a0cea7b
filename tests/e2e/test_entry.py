"""Entering answers for somebody, in a real browser: by keyboard alone, on a phone, and without a barrier."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mhin.accounts.roles import Role
from ratings.models import EntrySheet, Rating
from ratings.services.entry import begin_entry, finish_entry
from ratings.services.second_keying import draw_second_keyings, save_second_keying
from tests.conftest import Stage


@pytest.fixture
def stage(transactional_db):
    return Stage()


@pytest.fixture
def window(visit, client, administrator):
    """A window in which the administrator has signed in."""

    def open_window(width=1280, user=administrator):
        visitor = visit(width)
        visitor.sign_in(user, client)
        return visitor

    return open_window


def address(stage, name, *args):
    return reverse(f"ratings:{name}", args=[stage.round.slug, *args])


def enter(stage, by):
    return begin_entry(round_=stage.round, mode="paper", group=stage.groups[0], helper="", by=by)


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_every_page_is_free_of_barriers(window, stage, administrator, person_with, width):
    sheet, drawn = enter(stage, administrator), enter(stage, person_with(Role.CURATOR))
    finish_entry(sheet=drawn, by=drawn.entered_by)
    visitor = window(width)

    pages = ["entry-list", "entry-new", "booklet"]
    found = {name: visitor.faults(address(stage, name)) for name in pages}
    found["sheet"] = visitor.faults(address(stage, "entry-sheet", sheet.code))
    found["withdraw"] = visitor.faults(address(stage, "entry-withdraw", sheet.code))
    draw_second_keyings(round_=stage.round, by=administrator)
    found["again"] = visitor.faults(address(stage, "entry-again", drawn.code))
    cell = (stage.solutions[0].pk, stage.objectives[0].pk)
    points = {objective.pk: 100 for objective in stage.objectives}
    save_second_keying(
        second_keying=drawn.second_keying, readings={cell: ("rated", 5)}, points=points, by=administrator
    )
    found["settle"] = visitor.faults(address(stage, "entry-settle", drawn.code))

    assert found == {name: [] for name in found}


def test_a_sheet_is_typed_by_keyboard_alone(window, stage, administrator):
    page = window().page
    page.goto(address(stage, "entry-new"))

    page.get_by_label("They filled in a paper booklet").focus()
    page.keyboard.press("Space")
    page.locator("[name=group]").first.focus()
    page.keyboard.press("Space")
    page.locator("[name=consent]").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Go on to the answers").press("Enter")
    page.get_by_label("Move to the next box by itself").wait_for()  # shown once the page's script listens
    page.locator(".keying__mark").first.focus()
    page.keyboard.type("7c5n")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("2")
    page.get_by_role("button", name="Save and finish this sheet").press("Enter")
    page.wait_for_url(f"**{address(stage, 'entry-list')}")

    rows = Rating.objects.order_by("round_solution__position", "objective").values_list("state", "value")
    assert list(rows) == [("rated", 7), ("cannot_judge", None), ("rated", 5), ("rated", 2)]


def test_moving_on_can_be_switched_off(window, stage, administrator):
    sheet = enter(stage, administrator)
    page = window().page
    page.goto(address(stage, "entry-sheet", sheet.code))
    page.get_by_label("Move to the next box by itself").uncheck()

    first = page.locator(".keying__mark").first
    first.focus()
    page.keyboard.type("7")

    assert page.evaluate("document.activeElement.id") == first.get_attribute("id")


def test_a_wrong_mark_leads_from_the_summary_to_its_box(window, stage, administrator):
    sheet = enter(stage, administrator)
    visitor = window()
    page = visitor.page
    page.goto(address(stage, "entry-sheet", sheet.code))
    page.locator(".keying__mark").nth(1).fill("x")
    page.get_by_role("button", name="Save and stay here").click()

    barriers = visitor.axe_violations()
    page.locator(".nhsuk-error-summary a").click()

    assert barriers == []
    assert page.evaluate("document.activeElement.value") == "X"


@pytest.mark.parametrize("width", [320, 1280])
def test_points_changed_in_another_window_and_wrong_points_are_free_of_barriers(window, stage, administrator, width):
    sheet = enter(stage, administrator)
    visitor = window(width)
    page = visitor.page
    page.goto(address(stage, "entry-sheet", sheet.code))
    page.get_by_label("Objective 1").last.fill("30")
    page.get_by_role("button", name="Save and stay here").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    wrong = visitor.axe_violations(), visitor.scrolls_sideways()
    stage.weigh(sheet.participant, (100, 40))

    page.get_by_label("Objective 2").last.fill("100")
    page.get_by_role("button", name="Save and stay here").click()
    expect(page.get_by_text("Saved in the other window: Objective 1: 100; Objective 2: 40")).to_be_visible()

    assert wrong == ([], False)
    assert (visitor.axe_violations(), visitor.scrolls_sideways()) == ([], False)


def test_a_booklet_has_one_solution_a_page(window, stage, administrator):
    page = window().page
    page.goto(address(stage, "booklet") + "?copies=2")

    printed = page.pdf(prefer_css_page_size=True)

    front_consent_group_scale_and_last = 5
    assert printed.count(b"/Type /Page\n") == 2 * (front_consent_group_scale_and_last + len(stage.solutions))
    assert not EntrySheet.objects.exists()

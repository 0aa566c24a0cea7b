"""Weights given in two windows, in a real browser: with and without scripts, and without a barrier."""

import pytest
from playwright.sync_api import expect

from ratings.scoring import Question
from ratings.selectors import swings_of
from ratings.services.weights import save_conflict_reply, save_trade_offs
from tests.conftest import Stage

CONFLICT = "You changed your weights somewhere else"


@pytest.fixture
def stage(transactional_db):
    return Stage(title="Which come first?")


@pytest.fixture
def window(visit, client, stakeholder, part):
    visitor = visit()
    visitor.sign_in(stakeholder, client)
    return visitor


def address(stage, rest=""):
    return f"/rounds/{stage.round.slug}/weights/{rest}"


def points(participant):
    return [points for _, points in sorted(swings_of(participant).items())]


def test_two_tabs_show_both_weights_and_let_the_person_choose(window, stage, part):
    first, second = window.page, window.context.new_page()
    first.goto(address(stage, "?first=O1"))
    second.goto(address(stage, "?first=O1"))
    for page, number in ((second, "40"), (first, "70")):
        page.get_by_label("Objective 2").fill(number)
        page.get_by_role("button", name="Save").click()
    expect(first.get_by_role("heading", name=CONFLICT)).to_be_visible()
    expect(first.locator(".nhsuk-error-summary")).to_be_focused()
    cells = first.locator("main tbody td").all_text_contents()
    typed = first.get_by_label("Objective 2").input_value()
    first.get_by_role("button", name="Save what is on this page").click()
    expect(first.get_by_role("heading", name="Do your points fit?")).to_be_visible()

    assert (cells, typed) == (["100", "100", "40", "70"], "70")
    assert points(part) == [100, 70]


def test_weights_are_given_and_a_conflict_is_settled_without_scripts(plain_page, stage, part):
    page = plain_page
    page.goto(address(stage))
    page.get_by_label("Objective 1").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Objective 2").fill("70")
    stage.weigh(part, (100, 40))

    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name=CONFLICT)).to_be_visible()
    page.get_by_role("link", name="Keep what was saved").click()
    expect(page.get_by_text("40")).to_be_visible()

    assert points(part) == [100, 40]


def change_elsewhere(stage, part):
    """Another window gives points that the choice does not fit either, and says what it thinks of the two."""
    stage.weigh(part, (100, 60), version=2)
    save_conflict_reply(participant=part, reply="hard", version=3)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", ["points", "order", "questions", "check"])
def test_a_conflict_of_weights_is_free_of_barriers(window, stage, part, width, name):
    page = window.page
    page.set_viewport_size({"width": width, "height": 900})
    stage.weigh(part, (100, 40))
    save_trade_offs(participant=part, answers=[(Question(*stage.objectives, 0.25), "part")], version=1)
    page.goto(address(stage, {"points": "?first=O1"}.get(name, f"{name}/")))
    fill(page, name)
    change_elsewhere(stage, part)

    page.locator("main form").get_by_role("button").click()
    expect(page.get_by_role("heading", name=CONFLICT)).to_be_visible()

    assert page.title().startswith("Error: ")
    assert window.axe_violations() == []
    assert not window.scrolls_sideways()


def fill(page, name):
    if name == "points":
        page.get_by_label("Objective 2").fill("70")
    elif name == "order":
        for place in (1, 2):
            page.get_by_label(f"Objective {place}").select_option(str(place))
    else:
        page.get_by_role("radio").nth(1 if name == "questions" else 0).check()

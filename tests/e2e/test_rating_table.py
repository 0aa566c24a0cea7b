"""All solutions in one table, in a real browser: saved row by row, by one button without scripts, in two tabs."""

import pytest
from playwright.sync_api import expect

from ratings.models import Rating
from ratings.services.rounds import close_round
from tests.conftest import Stage
from tests.e2e.answers import live


@pytest.fixture
def stage(transactional_db):
    return Stage(title="Which come first?", aggregation="mean")


def matrix_address(stage):
    return f"/rounds/{stage.round.slug}/rate/matrix/"


def test_a_row_of_the_table_is_saved_as_it_is_changed(rater, stage, part):
    page = rater().page
    page.goto(f"/rounds/{stage.round.slug}/rate/")
    page.get_by_role("link", name="Rate all solutions in one table").click()

    page.get_by_label(f"{stage.solutions[1].title}: Objective 2").select_option("6")
    expect(page.locator(f"#save-status-{stage.solutions[1].code}")).to_contain_text("Saved")
    page.get_by_label(f"{stage.solutions[1].title}: Objective 1").select_option("not_relevant")
    expect(page.locator("#progress-text")).to_contain_text("1 of 3")

    assert live(part) == [("not_relevant", None), ("rated", 6)]
    assert list(Rating.objects.values_list("version", flat=True).order_by("version")) == [1, 2]


def test_a_saved_cell_can_no_longer_be_emptied(rater, stage, part):
    page = rater().page
    page.goto(matrix_address(stage))
    cell = page.get_by_label(f"{stage.solutions[1].title}: Objective 1")

    cell.select_option("7")
    expect(page.locator(f"#save-status-{stage.solutions[1].code}")).to_have_text("Saved")

    expect(cell.locator("option", has_text="–")).to_have_count(0)
    expect(cell).to_have_value("7")


def test_a_cell_emptied_before_its_answer_is_saved_goes_back_to_it(rater, stage, part):
    page = rater().page
    page.goto(matrix_address(stage))
    cell = page.get_by_label(f"{stage.solutions[1].title}: Objective 1")
    stage.rate(part, 1, (7, 5))

    page.get_by_label(f"{stage.solutions[1].title}: Objective 2").select_option("5")
    status = page.locator(f"#save-status-{stage.solutions[1].code}")
    expect(status).to_contain_text("Still saved: Objective 1: 7. An answer cannot be emptied.")

    expect(cell).to_have_value("7")
    assert live(part) == [("rated", 7), ("rated", 5)]


def test_the_table_is_saved_by_one_button_without_scripts(plain_page, stage, part):
    page = plain_page
    page.goto(f"/rounds/{stage.round.slug}/rate/")
    page.get_by_role("link", name="Rate all solutions in one table").click()
    for number, solution in enumerate(stage.solutions, start=3):
        page.get_by_label(f"{solution.title}: Objective 1").select_option(str(number))
    stage.rate(part, 1, (9, 9))

    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved in the other window: Objective 1: 9; Objective 2: 9")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved: all rows of the table.")).to_be_visible()

    assert live(part) == [("rated", 3), ("rated", 4), ("rated", 9), ("rated", 5)]


def test_a_row_of_the_table_in_conflict_lets_the_person_choose(rater, stage, part):
    window = rater()
    page = window.page
    page.goto(matrix_address(stage))
    stage.rate(part, 1, (9, 9))

    page.get_by_label(f"{stage.solutions[1].title}: Objective 1").select_option("4")
    expect(page.get_by_role("heading", name="You changed these answers somewhere else")).to_be_visible()
    page.get_by_role("group", name="Objective 1").get_by_label("4").check()
    page.get_by_role("button", name="Save what I chose").click()
    expect(page).to_have_url(matrix_address(stage))

    assert live(part) == [("rated", 4), ("rated", 9)]


@pytest.mark.parametrize("width", [320, 1280])
def test_the_table_with_a_conflict_and_answers_of_before_is_free_of_barriers(
    visit, client, stakeholder, stage, part, width
):
    stage.rate(part, 1, (8, None))
    close_round(round_=stage.round, by=None)
    second = Stage(previous_round=stage.round, copy_of=stage)
    again = second.join(stakeholder)
    window = visit(width)
    window.sign_in(stakeholder, client)
    page = window.page
    page.goto(matrix_address(second))
    page.evaluate("document.querySelectorAll('[data-autosave]').forEach((row) => row.replaceWith(row.cloneNode(true)))")
    page.get_by_label(f"{second.solutions[1].title}: Objective 1").select_option("4")
    second.rate(again, 1, (9, 9))

    page.evaluate("document.querySelector('main form').submit()")
    expect(page.get_by_role("heading", name="You changed these answers somewhere else")).to_be_visible()

    assert page.get_by_text("Last time you said: 8").is_visible()
    assert window.axe_violations() == []
    assert not window.scrolls_sideways()


def test_the_way_to_the_table_is_shown_on_wide_screens_alone(rater, stage):
    page = rater(width=768).page
    page.goto(f"/rounds/{stage.round.slug}/rate/")

    expect(page.get_by_role("link", name="Rate all solutions in one table")).to_be_hidden()

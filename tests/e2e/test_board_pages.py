"""The board's pages in a real browser: no axe finding, no sideways scroll, sliders that answer."""

import re

import pytest
from playwright.sync_api import expect

from tests.conftest import Stage
from tests.factories.ratings import RoundFactory, StakeholderGroupFactory

PAGES = ["", "changes/", "changes/?O1=80&O2=20", "compare/", "take-away/", "projector/", "runs/1/"]


@pytest.fixture
def stage(transactional_db):
    stage = Stage(
        round_=RoundFactory(title="Which come first?", weights="declared", shortlist_size=1),
        groups=StakeholderGroupFactory.create_batch(3),
    )
    for number in range(30):
        rows = [(9, 2), (2, 8), (2, 3)] if number % 3 else [(8, 3), (4, 9), (1, 1)]
        stage.rate_all(stage.join(group=number % 3), rows)
    stage.recompute()
    return stage


@pytest.fixture
def board(visit, client, executive, stage):
    def open_page(path, width=1280):
        visitor = visit(width)
        visitor.sign_in(executive, client)
        visitor.page.goto(f"/board/{stage.round.slug}/{path}")
        return visitor

    return open_page


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_a_board_page_is_accessible_and_fits(board, path, width):
    visitor = board(path, width)

    assert visitor.axe_violations() == []
    assert not visitor.scrolls_sideways()


def test_a_slider_moved_by_keyboard_changes_the_order(board, stage):
    visitor = board("changes/")

    slider = visitor.page.get_by_label("Objective 1")
    slider.focus()
    slider.press("End")

    expect(visitor.page.locator("#what-if-result caption")).to_have_text("Your order beside the official one")
    expect(visitor.page.locator("#what-if-result tbody tr").first).to_contain_text(stage.solutions[0].code)


def test_a_moved_slider_has_only_the_sentence_read_out(board):
    visitor = board("changes/")
    said = visitor.page.locator("#what-if-said")
    said.evaluate("element => { element.dataset.before = 'yes' }")

    visitor.page.get_by_label("Objective 1").press("End")

    expect(said).to_have_text(re.compile("^\\s*With these weights [^.]+\\.\\s*$"))
    expect(said).to_have_attribute("data-before", "yes")  # a new live region would stay silent


def test_the_forest_is_drawn_with_a_dot_for_each_solution(board):
    visitor = board("")

    expect(visitor.page.locator("#forest .point")).to_have_count(3)


def test_a_stakeholder_is_refused(visit, client, stakeholder, stage):
    visitor = visit()
    visitor.sign_in(stakeholder, client)

    response = visitor.page.goto(f"/board/{stage.round.slug}/")

    assert response.status == 403


def test_a_new_run_leaves_the_reader_where_they_are(board, stage):
    page = board("", width=320).page
    how = page.locator("details.how").nth(1)
    how.locator("summary").click()
    table = page.get_by_role("region", name="Ranking", exact=True)
    table.evaluate("element => { element.scrollLeft = 40 }")
    before = page.evaluate("window.scrollY")

    stage.rate_all(stage.join(), [(9, 1), (1, 9), (5, 5)])
    stage.recompute()
    expect(page.locator(".run-line").first).to_contain_text("Run 2")

    expect(how).to_have_attribute("open", "")
    expect(how.locator("summary")).to_be_focused()
    assert table.evaluate("element => element.scrollLeft") == 40
    assert before > 0
    assert page.evaluate("window.scrollY") == before


def test_a_new_run_is_read_out_from_a_region_that_stays(board, stage):
    page = board("").page
    said = page.locator("#board-said")
    said.evaluate("element => { element.dataset.before = 'yes' }")
    expect(said).to_be_empty()

    stage.rate_all(stage.join(), [(9, 1), (1, 9), (5, 5)])
    stage.recompute()

    expect(said).to_have_text("The ranking has been updated: run 2, to which 31 people gave 186 ratings.")
    expect(said).to_have_attribute("data-before", "yes")  # a new live region would stay silent
    expect(page.locator("#board [role=status]")).to_have_count(0)


def test_a_page_of_figures_says_that_a_newer_run_is_there_and_stays(board, stage):
    page = board("agreement/").page
    expect(page.locator(".run-line")).to_contain_text("Run 1")

    stage.rate_all(stage.join(), [(9, 1), (1, 9), (5, 5)])
    stage.recompute()

    expect(page.get_by_role("status").filter(has_text="Run 2 is there.")).to_be_visible()
    expect(page.locator(".run-line")).to_contain_text("Run 1")
    page.get_by_role("link", name="Show it").click()
    expect(page.locator(".run-line")).to_contain_text("Run 2")
    expect(page).to_have_url(re.compile("/agreement/$"))


def test_the_projector_renews_itself(board, stage):
    page = board("projector/").page
    expect(page.locator(".run-line")).to_contain_text("Run 1")

    stage.rate_all(stage.join(), [(9, 1), (1, 9), (5, 5)])
    stage.recompute()

    expect(page.locator(".run-line")).to_contain_text("Run 2")


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_the_projector_fits_a_wall_and_marks_the_end_of_the_shortlist(visit, client, executive, width, height):
    round_ = RoundFactory(title="What should we do first? " * 3, weights="declared", is_simulated=True)
    stage = Stage(round_=round_, solutions=10)
    for _ in range(8):
        stage.rate_all(stage.join(), [(9 - n // 2, 9 - n % 7) for n in range(10)])
    stage.recompute()
    visitor = visit(width)
    visitor.page.set_viewport_size({"width": width, "height": height})
    visitor.sign_in(executive, client)
    visitor.page.goto(f"/board/{round_.slug}/projector/")

    expect(visitor.page.locator(".projector__list li")).to_have_count(8)
    assert visitor.page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    expect(visitor.page.locator("header, footer")).to_have_count(0)
    expect(visitor.page.get_by_text("The double line marks the end of the shortlist, the top 5.")).to_be_visible()
    size = "parseFloat(getComputedStyle(document.querySelector('.projector__list')).fontSize)"
    assert visitor.page.evaluate(size) > 24

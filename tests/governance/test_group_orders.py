"""A group's order is given with all its scores or not at all, and every surface says why not."""

import io
import json

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from mhin.common.pdf import can_make_pdf
from ratings.services.rounds import close_round, publish_round
from tests.conftest import Stage
from tests.factories.ratings import RoundFactory, StakeholderGroupFactory

pytestmark = pytest.mark.django_db

WHY = "no order: some of its scores are not shown"
WHOSE = "No order, because some of their scores are not shown"
ROWS = [(9, 9), (5, 5), (3, 3), (1, 1)]
PART, WHOLE = 0, 1  # of the first group three people rated the last solution, and find it best


@pytest.fixture
def stage():
    stage = Stage(
        round_=RoundFactory(aggregation="mean", weights="declared", shortlist_size=2),
        groups=[StakeholderGroupFactory(name=f"The {name}") for name in ("part", "whole", "many")],
        solutions=4,
    )
    for group, size in enumerate((12, 14, 20)):
        for number in range(size):
            person = stage.join(group=group)
            stage.rate_all(person, ROWS if group == WHOLE else ROWS[:3])
            if group != WHOLE and (group or number < 3):
                stage.rate(person, 3, (9, 9) if group == PART else (1, 1))
    stage.recompute()
    return stage


@pytest.fixture
def page(client, executive, stage):
    client.force_login(executive)

    return lambda name, *keys: client.get(reverse(f"governance:{name}", args=[stage.round.slug, *keys]))


@pytest.fixture
def published(stage):
    close_round(round_=stage.round, by=None)
    stage.recompute()
    publish_round(round_=stage.round, by=None)
    stage.round.refresh_from_db()
    return stage


def words(text):
    return " ".join(text.split())


def orders(records, rank, why):
    return {row["group"]: (row[rank] is None, row[why]) for row in records}


def test_a_solution_shows_a_dash_for_a_rank_and_says_why(page, stage):
    response = page("board-solution", stage.solutions[0].code)

    ranks = {view.group.name: rank for view, _, rank, _ in response.context["solution"].views}
    assert ranks == {"The part": None, "The whole": None, "The many": 1}
    assert "A dash for a rank: no order, because some of that group’s scores are not shown." in words(response.text)


def test_the_changes_page_keeps_to_groups_that_have_an_order(page):
    text = words(page("board-changes").text)

    assert "Without the many<br>" in text
    assert "Without the part" not in text
    assert "among the best of The part" not in text
    assert "Kept on the list for some groups</h3>" in text
    assert "among the best of The many (as of run 1)" in text
    assert f"{WHOSE}: The part, The whole." in text


def test_the_board_files_say_why_a_group_has_no_rank(page):
    records = json.loads(page("board-download", 1, "json").content)["groups"]
    sheet = load_workbook(io.BytesIO(page("board-download", 1, "xlsx").content))["Groups"]
    head, *rows = sheet.iter_rows(values_only=True)

    expected = {"The part": (True, WHY), "The whole": (True, WHY), "The many": (False, None)}
    assert orders(records, "rank_in_this_group", "why_no_rank") == expected
    assert orders([dict(zip(head, row, strict=True)) for row in rows], "rank in this group", "why no rank") == expected


def test_the_api_says_why_a_group_has_no_rank(client, executive, stage):
    client.force_login(executive)

    records = client.get(f"/api/v1/rounds/{stage.round.slug}/ranking").json()["groups"]

    assert orders(records, "rank_in_this_group", "why_no_rank")["The part"] == (True, WHY)


@pytest.mark.skipif(not can_make_pdf(), reason="WeasyPrint or Pango is not installed")
def test_the_report_leaves_out_orders_that_are_not_whole(page):
    pages = PdfReader(io.BytesIO(page("board-download", 1, "pdf").content)).pages
    text = words("".join(page.extract_text() for page in pages))

    assert "The many (20, run 1)" in text
    assert "The part (12" not in text
    assert f"{WHOSE}: The part, The whole." in text


def test_published_results_leave_out_orders_that_are_not_whole(client, published):
    response = client.get(reverse("governance:round-results", args=[published.round.slug]))
    file = client.get(reverse("governance:round-results-file", args=[published.round.slug, "json"]))

    text = words(response.text)
    assert [view.group.name for view in response.context["results"].groups.ordered] == ["The many"]
    assert f"{WHOSE}: The part, The whole." in text
    assert orders(json.loads(file.content)["groups"], "rank", "why_no_rank")["The part"] == (True, WHY)

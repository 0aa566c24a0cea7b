"""Published results as files for everybody: what the page shows, as exact as the page, and no more."""

import csv
import io
import json

import pytest
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from mhin.common.pdf import can_make_pdf
from mhin.common.templatetags.ui import chance
from ratings.services.participation import join_round
from ratings.services.rounds import close_round, publish_round
from tests.conftest import Stage
from tests.factories.accounts import UserFactory
from tests.factories.ratings import RoundFactory, StakeholderGroupFactory
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db

KINDS = ["csv", "json", "pdf", "xlsx"]
NEEDS_PDF = pytest.mark.skipif(not can_make_pdf(), reason="WeasyPrint or Pango is not installed")
SIZES = (12, 9, 3)
# The third solution is judged by too few on its second objective to have a rank.
FULL = [(9, 9), (5, 5), (1, 3)]
ROWS = [[(9, 7), (5, 5), (1, None)], [(8, 8), (6, 4), (2, None)], FULL, [(7, 9), (4, 6), (1, None)]]


@pytest.fixture
def stage():
    stage = Stage(
        round_=RoundFactory(title="=cmd|calc", weights="declared"), groups=StakeholderGroupFactory.create_batch(3)
    )
    region = RegionFactory(name="Westmark")
    for group, size in zip(stage.groups, SIZES, strict=True):
        for number in range(size):
            where = region if number % 2 else None
            fields = {"user": UserFactory(), "group": group, "region": where, "organisation": ""}
            stage.rate_all(join_round(round_=stage.round, **fields), ROWS[number % 4])
    stage.recompute()
    return stage


@pytest.fixture
def published(stage):
    close_round(round_=stage.round, by=None)
    stage.recompute()
    publish_round(round_=stage.round, by=None)
    stage.round.refresh_from_db()
    return stage


def address(stage, kind):
    return reverse("governance:round-results-file", args=[stage.round.slug, kind])


@pytest.fixture
def take(client, published):
    return lambda kind: client.get(address(published, kind))


@pytest.fixture
def page(client, published):
    return client.get(reverse("governance:round-results", args=[published.round.slug]))


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("kind", [pytest.param("pdf", marks=NEEDS_PDF), "csv", "json", "xlsx"])
def test_a_visitor_takes_published_results_away(take, published, kind):
    response = take(kind)

    name = f"{published.round.slug}-results-run-{published.round.current_run.number}.{kind}"
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize("kind", KINDS)
def test_before_publication_there_is_no_file_whoever_asks(client, executive, stage, kind):
    client.force_login(executive)

    assert client.get(address(stage, kind)).status_code == 404


def test_a_file_there_is_not_is_not_there(take):
    assert take("exe").status_code == 404


def test_the_page_leads_to_its_files(page, published):
    for kind in KINDS if can_make_pdf() else ["csv", "json", "xlsx"]:
        assert f'href="{address(published, kind)}"' in page.text


def test_a_page_that_shows_nothing_leads_to_no_file(client):
    few = Stage(aggregation="mean")
    few.rate_all(few.join(), FULL)
    few.recompute()
    close_round(round_=few.round, by=None)
    publish_round(round_=few.round, by=None)

    page = client.get(reverse("governance:round-results", args=[few.round.slug]))

    assert page.status_code == 200
    assert "Take the results away" not in page.text


def test_the_csv_has_the_ranked_solutions_as_exact_as_the_page(take, page):
    rows = rows_of(take("csv"))

    shown = page.context["results"].rows
    assert [row["code"] for row in rows] == [row.code for row in shown]
    assert len(rows) == 2
    for row in rows:
        assert f'<strong class="score">{row["score"]}</strong>' in page.text
        assert f"{row['score low']} to {row['score high']}" in page.text
        assert chance(int(row["chance of the shortlist in percent"]) / 100) in page.text


def test_no_number_of_a_file_is_finer_than_one_decimal(take):
    figures = json.loads(take("json").content)

    numbers = [value for row in figures["ranking"] for value in row.values() if isinstance(value, float)]
    assert numbers
    assert all(number == round(number, 1) for number in numbers)


@pytest.mark.parametrize(("simulated", "said"), [(True, "yes"), (False, "no")])
def test_every_row_says_whether_the_answers_were_made_up(client, simulated, said):
    stage = Stage(round_=RoundFactory(is_simulated=simulated, aggregation="mean"))
    for _ in range(8):
        stage.rate_all(stage.join(), FULL)
    close_round(round_=stage.round, by=None)
    stage.recompute()
    publish_round(round_=stage.round, by=None)

    assert {row["simulated"] for row in rows_of(client.get(address(stage, "csv")))} == {said}


def test_of_each_group_that_may_be_shown_there_is_the_order_alone(take, published):
    sheet = load_workbook(io.BytesIO(take("xlsx").content))["Groups"]

    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:2] == ("code", "rank of all")
    assert rows[0][2] == f"{published.groups[0].name} (no order: some of its scores are not shown)"
    assert [row[1:] for row in rows[1:]] == [(1, None), (2, None)]


def test_a_group_all_of_whose_scores_are_shown_has_its_order_in_every_file(client):
    stage = Stage(round_=RoundFactory(weights="declared"), groups=StakeholderGroupFactory.create_batch(2))
    for number in range(18):
        stage.rate_all(stage.join(group=number % 2), FULL)
    close_round(round_=stage.round, by=None)
    stage.recompute()
    publish_round(round_=stage.round, by=None)

    book = load_workbook(io.BytesIO(client.get(address(stage, "xlsx")).content))
    figures = json.loads(client.get(address(stage, "json")).content)

    rows = list(book["Groups"].iter_rows(values_only=True))
    assert rows[0] == ("code", "rank of all", *(group.name for group in stage.groups))
    assert [row[1:] for row in rows[1:]] == [(1, 1, 1), (2, 2, 2), (3, 3, 3)]
    assert [(row["rank"], row["why_no_rank"]) for row in figures["groups"]] == 2 * [(1, None), (2, None), (3, None)]


def test_the_files_have_nothing_that_the_page_does_not_show(take, published):
    figures = json.loads(take("json").content)

    assert set(figures) == {"facts", "ranking", "groups", "hidden_groups", "who_took_part"}
    assert set(figures["facts"]) == {
        *("round", "simulated", "run", "computed", "people", "ratings", "smallest_group_shown")
    }
    assert {key for row in figures["groups"] for key in row} == {"group", "code", "rank", "why_no_rank"}
    assert {row["why_no_rank"] for row in figures["groups"]} == {"no order: some of its scores are not shown"}
    assert "rank_by_plain_means" not in figures["ranking"][0]
    assert figures["hidden_groups"] == sorted(group.name for group in published.groups[1:])


def test_the_files_say_who_took_part_through_the_gate(take, published):
    sheet = load_workbook(io.BytesIO(take("xlsx").content))["Who took part"]

    assert list(sheet.iter_rows(min_row=2, values_only=True)) == [
        ("all", "Everybody", 25),
        ("group", published.groups[0].name, 10),
        ("group", published.groups[1].name, None),
        ("group", published.groups[2].name, None),
        ("region", "Westmark", 10),
        ("region", "Not said", 15),
    ]


def test_the_workbook_has_no_formula(take):
    book = load_workbook(io.BytesIO(take("xlsx").content))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert "'=cmd|calc" in [cell.value for cell in book["About"]["B"]]


@NEEDS_PDF
def test_the_report_has_the_order_of_groups_and_who_took_part_but_no_facts_of_the_board(take, published):
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(take("pdf").content)).pages)

    assert "Westmark" in text
    assert published.groups[0].name in text
    assert f"{published.groups[0].name} (12" not in text
    assert published.round.current_run.input_hash[:12] not in text


def test_a_file_is_made_once_however_many_ask_for_it(take, django_assert_num_queries):
    take("xlsx")

    with django_assert_num_queries(1):
        take("xlsx")


def test_a_file_keeps_to_its_queries(take, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        take("json")


def test_the_published_conference_comes_in_whole_numbers(client, db):
    call_command("load_conference", stdout=io.StringIO())
    call_command("recompute", "mhin-2022", stdout=io.StringIO())
    slug = "mhin-2022"

    rows = rows_of(client.get(reverse("governance:round-results-file", args=[slug, "csv"])))

    assert [row["score"] for row in rows] == ["88", "68", "65", "62", "50", "40", "36", "36", "33"]

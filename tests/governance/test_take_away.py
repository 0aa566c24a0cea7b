"""Taking a run away: the same figures in every form, noted who took them."""

import contextlib
import csv
import io
import json
import re
import zlib

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from mhin.audit.models import AuditEvent
from mhin.common.pdf import can_make_pdf
from tests.conftest import Stage
from tests.factories.ratings import RoundFactory, RoundGroupFactory, ScoreRunFactory, StakeholderGroupFactory

pytestmark = pytest.mark.django_db

ROWS = [(9, 9), (5, 5), (1, 1)]


@pytest.fixture
def stage():
    stage = Stage(
        round_=RoundFactory(title="=cmd|calc", aggregation="mean", weights="declared"),
        groups=StakeholderGroupFactory.create_batch(3),
    )
    for group, size in enumerate((8, 9, 3)):
        for _ in range(size):
            stage.rate_all(stage.join(group=group), ROWS)
    stage.recompute()
    return stage


@pytest.fixture
def take(client, executive, stage):
    client.force_login(executive)

    def get(kind, number=1):
        return client.get(reverse("governance:board-download", args=[stage.round.slug, number, kind]))

    return get


def test_the_csv_has_the_ranking_with_its_run_and_people(take, stage):
    rows = list(csv.DictReader(io.StringIO(take("csv").content.decode("utf-8-sig"))))

    assert [(row["rank"], row["code"], row["run"], row["people"]) for row in rows] == [
        (str(rank), item.code, "1", "20") for rank, item in enumerate(stage.solutions, start=1)
    ]


@pytest.mark.parametrize(("is_simulated", "said"), [(True, "yes"), (False, "no")])
def test_each_row_of_the_csv_says_whether_it_is_simulated(client, executive, is_simulated, said):
    stage = Stage(round_=RoundFactory(is_simulated=is_simulated, aggregation="mean", weights="declared"))
    for _ in range(8):
        stage.rate_all(stage.join(), ROWS)
    stage.recompute()
    client.force_login(executive)

    content = client.get(reverse("governance:board-download", args=[stage.round.slug, 1, "csv"])).content

    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    assert {row["simulated"] for row in rows} == {said}


@pytest.mark.parametrize(("column", "places"), [("weight: ", 4), ("chance of", 3), ("score", 1), ("value: ", 1)])
@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_a_file_has_no_more_decimals_than_people_can_use(client, executive, kind, column, places):
    round_ = RoundFactory(aggregation="mean", weights="elicited", shortlist_size=1)
    stage = Stage(round_=round_, groups=StakeholderGroupFactory.create_batch(1))
    for number in range(9):
        person = stage.join()
        stage.rate_all(person, [(9, 2), (number % 3 + 4, 8), (5, 6)])
        stage.weigh(person, (100, 10 * (number % 4) + 33))
    stage.recompute()
    client.force_login(executive)

    content = client.get(reverse("governance:board-download", args=[round_.slug, 1, kind])).content

    found = [
        value
        for name, value in named_values(kind, content)
        if name.startswith((column, column.replace(": ", "_").replace(" ", "_")))
    ]
    assert found
    assert all(float(value) == round(float(value), places) for value in found)


def named_values(kind, content):
    """The columns and cells of the ranking."""
    if kind == "csv":
        return [cell for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"))) for cell in row.items()]
    if kind == "json":
        return [cell for row in json.loads(content)["ranking"] for cell in row.items()]
    header, *rows = load_workbook(io.BytesIO(content))["Ranking"].iter_rows(values_only=True)
    return [cell for row in rows for cell in zip(header, row, strict=True)]


def test_the_workbook_has_no_formula(take):
    book = load_workbook(io.BytesIO(take("xlsx").content))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert "'=cmd|calc" in [cell.value for cell in book["About"]["B"]]


def test_the_workbook_has_only_groups_that_may_be_shown(take, stage):
    groups = load_workbook(io.BytesIO(take("xlsx").content))["Groups"]

    assert {row[0].value for row in groups.iter_rows(min_row=2)} == {stage.groups[1].name}


def test_the_json_names_hidden_groups_without_their_figures(take, stage):
    data = json.loads(take("json").content)

    assert data["hidden_groups"] == sorted([stage.groups[0].name, stage.groups[2].name])
    assert data["facts"]["people"] == 20


def people_of_the_workbook(content):
    sheet = load_workbook(io.BytesIO(content))["Who took part"]
    return [tuple(row) for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_the_workbook_says_who_took_part_through_the_gate(take, stage):
    rows = people_of_the_workbook(take("xlsx").content)

    assert rows[0] == ("all", "Everybody", None, 0, 20, 20, 0)
    assert ("group", stage.groups[1].name, None, 0, 10, 10, 0) in rows
    assert ("group", stage.groups[0].name, None, None, None, None, None) in rows
    assert ("way", "On their own", None, None, 20, 20, 0) in rows


def test_the_json_says_how_evenly_groups_are_represented(client, executive):
    round_ = RoundFactory(aggregation="mean")
    groups = [RoundGroupFactory(round=round_, target_people=target).group for target in (10, 40)]
    stage = Stage(round_=round_, groups=groups)
    for number in range(20):
        stage.rate_all(stage.join(group=number % 2), ROWS)
    stage.recompute()
    client.force_login(executive)

    data = json.loads(client.get(reverse("governance:board-download", args=[round_.slug, 1, "json"])).content)

    assert [(row["of"], row["representativeness"]) for row in data["representativeness"]] == [("groups", 0.25)]


def test_the_file_of_an_older_run_does_not_say_who_takes_part_now(take, stage):
    stage.rate_all(stage.join(), ROWS)
    stage.recompute()

    assert "who_took_part" not in json.loads(take("json", 1).content)
    assert "who_took_part" in json.loads(take("json", 2).content)


@pytest.mark.parametrize(("kind", "most"), [("csv", 10), ("xlsx", 13), ("json", 13)])
def test_a_file_keeps_to_its_queries(take, kind, most, django_assert_max_num_queries):
    with django_assert_max_num_queries(most):
        take(kind)


@pytest.mark.skipif(not can_make_pdf(), reason="WeasyPrint or Pango is not installed")
def test_the_pdf_is_tagged_for_screen_readers(take):
    content = take("pdf").content

    streams = b"".join(_inflated(content))
    assert content.startswith(b"%PDF")
    assert b"/StructTreeRoot" in streams + content


@pytest.mark.skipif(not can_make_pdf(), reason="WeasyPrint or Pango is not installed")
def test_the_table_of_groups_stands_on_a_wide_page_of_the_pdf(take):
    pages = PdfReader(io.BytesIO(take("pdf").content)).pages

    wide = [page.extract_text() for page in pages if page.mediabox.width > page.mediabox.height]
    assert len(wide) == 1
    assert "Ranks in each stakeholder group" in wide[0]


def _inflated(content):
    """The texts of a PDF's compressed streams."""
    for part in re.findall(rb"stream\n(.*?)\nendstream", content, re.DOTALL):
        with contextlib.suppress(zlib.error):
            yield zlib.decompress(part)


@pytest.mark.parametrize(("kind", "number"), [("exe", 1), ("csv", 9)])
def test_a_file_there_is_not_is_not_there(take, kind, number):
    assert take(kind, number).status_code == 404


def test_a_run_of_few_people_gives_no_file(client, executive):
    few = Stage(aggregation="mean")
    few.rate_all(few.join(), ROWS)
    few.recompute()
    client.force_login(executive)

    assert client.get(reverse("governance:board-download", args=[few.round.slug, 1, "csv"])).status_code == 404


def test_each_file_leaves_an_audit_event(take, executive):
    take("csv")

    event = AuditEvent.objects.get(action="run_exported")
    assert (event.actor_id, event.after["kind"]) == (str(executive.pk), "csv")


def forty_more_runs(stage):
    for number in range(2, 42):
        ScoreRunFactory(round=stage.round, number=number, people=20)


def files_offered(client, round_, **asked):
    page = client.get(reverse("governance:board-take-away", args=[round_.slug]), asked)
    return re.findall(r"/runs/(\d+)/(\w+)/", page.text)


def test_every_run_can_be_taken_away_page_by_page(client, executive, stage):
    forty_more_runs(stage)
    numbers = set(stage.round.runs.values_list("number", flat=True))
    client.force_login(executive)

    offered = [{int(number) for number, _ in files_offered(client, stage.round, page=page)} for page in (1, 2)]

    assert offered[0] | offered[1] == numbers
    assert not offered[0] & offered[1]


def test_no_file_is_offered_of_a_run_of_few_people(client, executive, stage):
    ScoreRunFactory(round=stage.round, number=2, people=7)
    client.force_login(executive)

    offered = files_offered(client, stage.round)

    assert {number for number, _ in offered} == {"1"}


def test_why_a_run_has_no_files_is_said_without_a_number_of_people(client, executive, stage):
    ScoreRunFactory(round=stage.round, number=2, people=7)
    client.force_login(executive)

    page = client.get(reverse("governance:board-take-away", args=[stage.round.slug])).text

    assert "No files: fewer than 8 people had answered" in page
    assert "7 people" not in page


def test_a_pdf_is_offered_only_where_one_can_be_made(client, executive, stage):
    client.force_login(executive)

    kinds = {kind for _, kind in files_offered(client, stage.round)}

    assert kinds == {"xlsx", "csv", "json"} | ({"pdf"} if can_make_pdf() else set())


def test_the_list_of_runs_keeps_to_its_queries(client, executive, stage, django_assert_max_num_queries):
    forty_more_runs(stage)
    client.force_login(executive)

    with django_assert_max_num_queries(12):
        files_offered(client, stage.round)


def test_the_projector_shows_the_first_places(client, executive, stage):
    client.force_login(executive)

    response = client.get(reverse("governance:board-projector", args=[stage.round.slug]))

    assert stage.solutions[0].title in response.text


def test_the_api_gives_the_ranking_once_and_then_says_unchanged(client, executive, stage):
    client.force_login(executive)
    address = f"/api/v1/rounds/{stage.round.slug}/ranking"
    first = client.get(address)

    second = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert [row["code"] for row in first.json()["ranking"]] == [item.code for item in stage.solutions]
    assert (second.status_code, second.content) == (304, b"")


def test_the_api_sends_a_new_run_to_whoever_has_an_old_one(client, executive, stage):
    client.force_login(executive)
    address = f"/api/v1/rounds/{stage.round.slug}/ranking"
    tag = client.get(address).headers["ETag"]
    stage.rate(stage.join(group=1), 0, (1, 1))
    stage.recompute()

    assert client.get(address, headers={"If-None-Match": tag}).json()["facts"]["run"] == 2


def test_the_api_gives_an_older_run_by_its_number(client, executive, stage):
    client.force_login(executive)

    assert client.get(f"/api/v1/rounds/{stage.round.slug}/runs/1").json()["facts"]["run"] == 1


def test_the_api_keeps_an_after_close_ranking_back(client, executive):
    stage = Stage(round_=RoundFactory(visibility="after_close"))
    for _ in range(8):
        stage.rate_all(stage.join(), ROWS)
    stage.recompute()
    client.force_login(executive)

    assert client.get(f"/api/v1/rounds/{stage.round.slug}/ranking").status_code == 403

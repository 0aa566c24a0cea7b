"""What a file would do."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mhin.common.spreadsheets import csv_bytes, xlsx_bytes
from needs.models import Need
from tests.factories.needs import AreaFactory, NeedDraftFactory, NeedFactory
from tests.factories.solutions import SolutionDraftFactory, SolutionFactory
from tests.solutions.transfer_files import need_row, needs_file, planned, problems, solutions_sheet


def test_a_new_need_is_planned_with_all_it_says(db):
    area = AreaFactory()

    [row] = planned(needs_file(need_row(area=area.code))).rows

    assert (row.action, row.code, row.row) == ("new", "N90", 2)
    assert ("title", "", "Night help") in row.changes


def test_a_changed_cell_is_shown_before_and_after(db):
    need = NeedFactory(code="N90", title="Day help")

    [row] = planned(needs_file(need_row(area=need.area.code))).rows

    assert (row.action, row.changes) == ("changed", [("title", "Day help", "Night help")])


def test_a_plan_writes_nothing(db):
    area = AreaFactory()

    planned(needs_file(need_row(area=area.code)))

    assert not Need.objects.exists()


def test_a_plan_reads_the_catalogue_once_whatever_its_size(db):
    area = AreaFactory()
    few, many = (needs_file(*(need_row(code=f"M{n}", area=area.code) for n in range(size))) for size in (2, 6))
    NeedFactory.create_batch(3, area=area)

    counts = []
    for content in (few, many):
        with CaptureQueriesContext(connection) as queries:
            planned(content)
        counts.append(len([query for query in queries if "FROM" in query["sql"] and "SELECT 1" not in query["sql"]]))

    assert counts[0] == counts[1]


def test_every_problem_is_named_by_row_and_column(db):
    content = needs_file(
        need_row(area="nowhere", status="great"),
        need_row(code="no good", area=""),
        need_row(code="N91", title="x" * 201, status="in_review"),
        need_row(code="N92", documents="NG1, NG2", status="in_review"),
    )

    assert [(row, column) for row, column, _ in problems(content)] == [
        (2, "E (area)"),
        (2, "F (status)"),
        (3, "A (code)"),
        (4, "B (title)"),
        (5, "I (documents)"),
    ]


def test_a_code_that_stands_twice_is_a_problem(db):
    content = needs_file(need_row(status="in_review"), need_row(status="in_review"))

    assert problems(content) == [(3, "A (code)", "N90 stands in an earlier row already.")]


def test_a_published_need_without_area_is_a_problem(db):
    assert problems(needs_file(need_row())) == [(2, "A (code)", "Choose an area before publishing the need.")]


def test_a_missing_and_an_unknown_column_are_problems(db):
    content = csv_bytes([["code", "title", "area", "colour"]])

    messages = [message for _, _, message in problems(content)]
    assert messages[0] == "“colour” is not a column of this table."
    assert "The column “status” is missing." in messages


def test_a_row_longer_than_the_header_is_a_problem(db):
    content = needs_file([*need_row(area=AreaFactory().code), "", "x"])

    assert problems(content) == [(2, "", "This row has more cells than the header, which has 9.")]


def test_an_unknown_sheet_is_a_problem(db):
    assert "not one of" in problems(xlsx_bytes([("Secrets", [["code"]])]))[0][2]


def test_a_file_without_a_table_we_know_is_a_problem(db):
    assert problems(b"name,age\r\nx,1\r\n") == [(1, "", "No table has columns like these.")]


def test_more_rows_than_a_worker_writes_in_its_time_are_a_problem(db):
    header = ["code", "kind", "title", "publisher", "year", "url", "seen_at"]
    content = csv_bytes([header, *([f"D{n}", "study", "Title", "", 2020, "", ""] for n in range(5_001))])

    assert problems(content) == [(1, "", "The file would change 5,001 rows; 5,000 are allowed at once. Divide it.")]


@pytest.mark.parametrize("status", ["merged", "rejected", "submitted"])
def test_a_new_need_cannot_skip_the_curators_decision(db, status):
    assert "A new need is" in problems(needs_file(need_row(status=status)))[0][2]


def test_a_published_need_cannot_be_rejected_by_a_file(db):
    need = NeedFactory(code="N90")

    assert "reason is kept" in problems(needs_file(need_row(area=need.area.code, status="rejected")))[0][2]


def test_a_merged_need_keeps_its_text(db):
    need = NeedFactory(code="N90", status="merged", merged_into=NeedFactory())

    assert "keeps what it says" in problems(needs_file(need_row(area=need.area.code, status="merged")))[0][2]


def test_a_draft_of_the_wording_is_not_run_over(db):
    need = NeedDraftFactory(need=NeedFactory(code="N90")).need

    assert "A draft of this need's wording waits" in problems(needs_file(need_row(area=need.area.code)))[0][2]


@pytest.mark.parametrize(
    ("before", "after"), [("published", "draft"), ("published", "archived"), ("archived", "draft")]
)
def test_a_solution_leaves_the_catalogue_only_with_a_reason(db, before, after):
    solution = SolutionFactory(code="S90", status=before)
    content = xlsx_bytes([solutions_sheet(area=solution.area.code, status=after)])

    assert "the reason is kept" in problems(content)[0][2]


def test_a_draft_of_a_solutions_wording_is_not_run_over(db):
    solution = SolutionDraftFactory(solution=SolutionFactory(code="S90", status="published")).solution
    content = xlsx_bytes([solutions_sheet(area=solution.area.code, status="published")])

    assert "A draft of this solution's wording waits" in problems(content)[0][2]

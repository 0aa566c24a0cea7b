"""What a file would do, and what it does."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mhin.audit.models import AuditEvent
from mhin.common.spreadsheets import csv_bytes, xlsx_bytes
from mhin.common.uploads import read_upload
from needs.models import Need, NeedStatusChange
from solutions.models import Evidence, Solution
from solutions.services.transfer.plan import TransferError, plan_import, write_import
from solutions.services.transfer.taking_out import export_csv, export_workbook
from tests.factories.needs import AreaFactory, NeedDraftFactory, NeedFactory, SourceFactory
from tests.factories.solutions import EvidenceFactory, SolutionDraftFactory, SolutionFactory

NEED_COLUMNS = [
    "code",
    "title",
    "detail",
    "easy_read",
    "area",
    "status",
    "provenance",
    "evidence_seen",
    "documents",
]


def need_row(**values):
    row = {"code": "N90", "title": "Night help", "status": "published", "provenance": "mhin", "evidence_seen": "none"}
    return [(row | values).get(name, "") for name in NEED_COLUMNS]


def needs_file(*rows):
    return csv_bytes([NEED_COLUMNS, *rows])


def planned(content):
    return plan_import(read_upload(content))


def problems(content):
    return [(row.row, column, message) for row in planned(content).rows for column, message in row.problems]


def write(content, by, note="Plainer words."):
    upload = read_upload(content)
    return write_import(upload, expected=plan_import(upload).fingerprint, note=note, by=by)


@pytest.fixture
def catalogue(db):
    """Texts that spreadsheets like to change, and every kind of link."""
    texts = [
        "=1+1",
        " spaces ",
        "two\r\nlines",
        "'=quoted",
        '“curly”, comma; and "quote"',
        "＝wide",
        "007",
        "-",
        "TRUE",
    ]
    needs = [NeedFactory(title=f"Need {n}", detail=text, easy_read=text[::-1]) for n, text in enumerate(texts)]
    NeedFactory(status="merged", merged_into=needs[0])
    NeedFactory(status="rejected", area=None)
    NeedFactory(status="submitted", area=None, title="@home")
    needs[0].sources.add(SourceFactory(), SourceFactory(year=None, publisher="", url=""))
    solution = SolutionFactory(source_urls=["https://a.example/", "https://b.example/?q=1,2"], summary="+ more")
    solution.needs.add(*needs[:3])
    EvidenceFactory(solution=solution, finding="-20 % on the scale")


@pytest.mark.usefixtures("catalogue")
def test_an_exported_workbook_imports_back_unchanged(curator):
    counts = planned(export_workbook(by=curator)).counts

    assert (counts["new"], counts["changed"], counts["problem"]) == (0, 0, 0)
    assert counts["unchanged"] == Need.objects.count() + Solution.objects.count() + Evidence.objects.count() + 3


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("sheet", ["Documents", "Needs", "Solutions", "Evidence"])
def test_an_exported_csv_imports_back_unchanged(curator, sheet):
    counts = planned(export_csv(sheet=sheet, by=curator)).counts

    assert counts["unchanged"] > 0
    assert (counts["new"], counts["changed"], counts["problem"]) == (0, 0, 0)


@pytest.mark.usefixtures("catalogue")
def test_writing_an_unchanged_export_leaves_no_audit_event(curator):
    content = export_workbook(by=curator)
    before = AuditEvent.objects.count()

    write(content, curator)

    assert AuditEvent.objects.count() == before


def test_an_export_says_nothing_of_who_sent_a_need_in(curator):
    NeedFactory(status="submitted", submitted_by=curator, organisation_type="I care for somebody")

    content = export_csv(sheet="Needs", by=curator)

    assert b"I care" not in content
    assert curator.email.encode() not in content


def test_an_export_is_audited(curator):
    export_csv(sheet="Needs", by=curator)

    event = AuditEvent.objects.get(action="catalogue_exported")
    assert (event.actor_id, event.after) == (str(curator.pk), {"format": "csv", "needs": 0})


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
    header = ["code", "kind", "title", "publisher", "year", "url"]
    content = csv_bytes([header, *([f"D{n}", "study", "Title", "", 2020, ""] for n in range(5_001))])

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


def test_a_row_may_name_what_another_sheet_of_the_file_brings(db, curator):
    area = AreaFactory()
    documents = [["code", "kind", "title", "publisher", "year", "url"], ["NG99", "guideline", "New", "NICE", 2024, ""]]
    needs = [NEED_COLUMNS, need_row(area=area.code, documents="NG99")]

    write(xlsx_bytes([("Documents", documents), ("Needs", needs)]), curator)

    assert [source.code for source in Need.objects.get(code="N90").sources.all()] == ["NG99"]


def test_an_imported_need_has_its_history(db, curator):
    write(needs_file(need_row(area=AreaFactory().code)), curator)

    acts = NeedStatusChange.objects.filter(need__code="N90").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["recorded", "published"]


def test_new_wording_of_a_published_need_keeps_its_reason(db, curator):
    need = NeedFactory(code="N90", title="Day help")

    write(needs_file(need_row(area=need.area.code)), curator, note="Nights were meant.")

    need.refresh_from_db()
    step = need.status_changes.get(act="reworded")
    assert (need.title, step.note) == ("Night help", "Nights were meant.")


def test_importing_twice_changes_nothing_the_second_time(db, curator):
    content = needs_file(need_row(area=AreaFactory().code, documents=SourceFactory().code))
    write(content, curator)

    assert planned(content).counts == {"new": 0, "changed": 0, "unchanged": 1, "problem": 0}


def test_a_formula_comes_in_as_the_text_it_was(db, curator):
    write(needs_file(need_row(area=AreaFactory().code, detail="=1+1")), curator)

    assert Need.objects.get(code="N90").detail == "=1+1"


def solutions_sheet(**values):
    row = {
        "code": "S90",
        "title": "Crisis house",
        "summary": "A house.",
        "easy_read": "",
        "population": "",
        "readiness": "tested",
        "area": "",
        "needs": "",
        "status": "draft",
        "provenance": "mhin",
        "provenance_note": "",
        "source_urls": "",
    } | values
    return ("Solutions", [list(row), list(row.values())])


def test_a_solution_with_evidence_comes_in_whole(db, curator):
    need, document = NeedFactory(), SourceFactory()
    sheets = [
        solutions_sheet(area=need.area.code, needs=need.code, source_urls="https://a.example/"),
        ("Evidence", [["solution", "document", "strength", "finding"], ["S90", document.code, "trial", "It works."]]),
    ]

    write(xlsx_bytes(sheets), curator)

    solution = Solution.objects.get(code="S90")
    assert [item.finding for item in solution.evidence.all()] == ["It works."]
    assert list(solution.needs.all()) == [need]


def test_a_plan_that_no_longer_holds_is_not_written(db, curator):
    need = NeedFactory(code="N90", title="Day help")
    upload = read_upload(needs_file(need_row(area=need.area.code)))
    plan = plan_import(upload)
    Need.objects.filter(pk=need.pk).update(title="Evening help")

    with pytest.raises(TransferError, match="has changed"):
        write_import(upload, expected=plan.fingerprint, note="", by=curator)


def test_an_imported_solution_has_its_history(db, curator):
    need = NeedFactory()

    write(xlsx_bytes([solutions_sheet(area=need.area.code, needs=need.code, status="published")]), curator)

    acts = Solution.objects.get(code="S90").status_changes.order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["drafted", "coverage", "published"]


def test_new_wording_of_a_published_solution_keeps_its_reason(db, curator):
    solution = SolutionFactory(code="S90", status="published", summary="Old words.")

    write(
        xlsx_bytes([solutions_sheet(area=solution.area.code, status="published")]), curator, note="A house was meant."
    )

    assert solution.status_changes.get(act="reworded").note == "A house was meant."
    assert Solution.objects.get().summary == "A house."


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


def test_changed_evidence_is_in_the_history_of_its_solution(db, curator):
    evidence = EvidenceFactory(finding="Old.")
    row = [evidence.solution.code, evidence.source.code, evidence.strength, "New."]

    write(csv_bytes([["solution", "document", "strength", "finding"], row]), curator)

    assert evidence.solution.status_changes.get(act="evidence").note == f"Changed: {evidence.source.code}"

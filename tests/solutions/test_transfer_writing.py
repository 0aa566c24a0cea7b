"""What a file does, and what the history says of it."""

import pytest

from mhin.common.spreadsheets import csv_bytes, xlsx_bytes
from mhin.common.uploads import read_upload
from needs.models import Need, NeedStatusChange
from solutions.models import Solution, SolutionStatusChange
from solutions.selectors.path import count_path
from solutions.services.transfer.plan import TransferError, plan_import, write_import
from tests.factories.needs import AreaFactory, NeedFactory, SourceFactory
from tests.factories.solutions import EvidenceFactory, SolutionFactory
from tests.solutions.transfer_files import NEED_COLUMNS, need_row, needs_file, planned, solutions_sheet, write


def test_a_row_may_name_what_another_sheet_of_the_file_brings(db, curator):
    area = AreaFactory()
    documents = [
        ["code", "kind", "title", "publisher", "year", "url", "seen_at"],
        ["NG99", "guideline", "New", "NICE", 2024, "", ""],
    ]
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


def test_changed_evidence_is_in_the_history_of_its_solution(db, curator):
    evidence = EvidenceFactory(finding="Old.")
    row = [evidence.solution.code, evidence.source.code, evidence.strength, "New."]

    write(csv_bytes([["solution", "document", "strength", "finding"], row]), curator)

    assert evidence.solution.status_changes.get(act="evidence").note.startswith(f"Changed: {evidence.source.code}")


def test_every_step_of_an_import_says_who_why_and_what_was_there_before(db, curator):
    need, document = NeedFactory(code="N90", title="Day help", evidence_seen="excerpt"), SourceFactory(code="NG1")

    write(needs_file(need_row(area=AreaFactory(name="Crisis care").code, documents=document.code)), curator)

    steps = {step.act: step for step in need.status_changes.all()}
    assert {step.by for step in steps.values()} == {curator}
    assert all(step.note.endswith("Plainer words.") for step in steps.values())
    assert {act: (step.before, step.after) for act, step in steps.items()} == {
        "reworded": (
            {"title": "Day help", "detail": "", "easy_read": ""},
            {"title": "Night help", "detail": "", "easy_read": ""},
        ),
        "edited": ({"evidence_seen": "excerpt"}, {"evidence_seen": "none"}),
        "aligned": ({"area": need.area.name}, {"area": "Crisis care"}),
        "linked": ({"sources": []}, {"sources": ["NG1"]}),
    }


def test_after_an_import_the_histories_add_up_to_the_numbers_of_the_path(db, curator):
    area = AreaFactory().code
    rows = [need_row(code=f"N{n}", area=area, status=status) for n, status in enumerate(["published", "in_review"])]
    solution = solutions_sheet(area=area, needs="N0", status="published")

    write(xlsx_bytes([("Needs", [NEED_COLUMNS, *rows]), solution]), curator)

    counts, steps = count_path(), NeedStatusChange.objects.order_by("need_id", "-at", "-pk").distinct("need_id")
    assert sorted(step.to_status for step in steps) == ["in_review", "published"]
    assert (counts.gathered, counts.waiting, counts.published, counts.met) == (2, 1, 1, 1)
    assert SolutionStatusChange.objects.order_by("-at", "-pk").first().to_status == "published"
    assert counts.solutions == 1

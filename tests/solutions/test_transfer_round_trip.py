"""What is taken out comes back as it was."""

import pytest

from mhin.audit.models import AuditEvent
from needs.models import Need, Source
from needs.services.curation import EDITABLE as NEED_FIELDS
from solutions.models import Evidence, Solution
from solutions.services.curation import EDITABLE as SOLUTION_FIELDS
from solutions.services.transfer.needs import DocumentTable, NeedTable
from solutions.services.transfer.solutions import EvidenceTable, SolutionTable
from solutions.services.transfer.taking_out import export_csv, export_workbook
from tests.factories.needs import NeedFactory, SourceFactory
from tests.factories.solutions import EvidenceFactory, SolutionFactory
from tests.solutions.transfer_files import planned, write


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
    needs[0].sources.add(
        SourceFactory(), SourceFactory(year=None, publisher="", url="", seen_at=["https://c.example/"])
    )
    solution = SolutionFactory(
        source_urls=["https://a.example/", "https://b.example/?q=1,2"],
        summary="+ more",
        conference_label="-Emplmnt",
        conference_confidence="=high",
    )
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


@pytest.mark.parametrize(
    ("table", "fields"),
    [
        (NeedTable, (*NEED_FIELDS, "documents")),
        (SolutionTable, (*SOLUTION_FIELDS, "needs")),
        (DocumentTable, [field.name for field in Source._meta.fields if field.editable and field.name != "id"]),
        (EvidenceTable, [field.name for field in Evidence._meta.fields if field.editable and field.name != "id"]),
    ],
)
def test_every_field_that_a_curator_edits_is_a_column(table, fields):
    renamed = {"source": "document"}

    assert {renamed.get(name, name) for name in fields} <= set(table().fields)

"""The tables of solutions and of evidence: their columns, their rules, and what a row does."""

from collections.abc import Iterable
from typing import Any

from mhin.audit.services import record_event
from mhin.common.models import Provenance
from needs.models import Area, Need, Source
from needs.services.rows import Counts, save_row
from solutions.models import Evidence, Solution
from solutions.services.transfer.cells import (
    AddressesCell,
    ChoiceCell,
    CodeCell,
    ReferenceCell,
    ReferencesCell,
    TextCell,
    plain_value,
)
from solutions.services.transfer.resource import Record, TableResource, column


class SolutionTable(TableResource):
    sheet = "Solutions"
    model = Solution
    plain_fields = (
        "title",
        "summary",
        "easy_read",
        "population",
        "readiness",
        "status",
        "provenance",
        "provenance_note",
        "source_urls",
    )

    code = column("code", CodeCell())
    title = column("title", TextCell())
    summary = column("summary", TextCell())
    easy_read = column("easy_read", TextCell())
    population = column("population", TextCell())
    readiness = column("readiness", ChoiceCell(Solution.Readiness.values))
    area = column("area", ReferenceCell("area"))
    needs = column("needs", ReferencesCell("need"))
    status = column("status", ChoiceCell(Solution.Status.values))
    provenance = column("provenance", ChoiceCell(Provenance.values))
    provenance_note = column("provenance_note", TextCell())
    source_urls = column("source_urls", AddressesCell())

    def load(self) -> None:
        super().load()
        self.areas = {area.code: area for area in Area.objects.all()}

    def read_records(self) -> Iterable[Record]:
        needs: dict[str, list[str]] = {}
        for solution, need in Solution.needs.through.objects.values_list("solution__code", "need__code"):
            needs.setdefault(solution, []).append(need)
        for row in Solution.objects.order_by("code").values("code", "area__code", *self.plain_fields):
            area = row.pop("area__code")
            values = {name: plain_value(value) for name, value in row.items()}
            yield Record(new=False, area=area, needs=sorted(needs.get(row["code"], [])), **values)

    def model_values(self, record: Record) -> dict[str, Any]:
        values = {name: getattr(record, name) for name in ("code", *self.plain_fields)}
        return values | {"area_id": self.areas[record.area].pk}

    def faults(self, record: Record, original: Record | None) -> dict[str, str]:
        archived = Solution.Status.ARCHIVED
        before = original.status if original else Solution.Status.DRAFT
        if archived in (before, record.status) or (before, record.status) == ("published", "draft"):
            return {"status": "Archive a solution, or take it back, on its own page: there the reason is kept."}
        return {}

    def write(self, record: Record, original: Record | None) -> None:
        row = Solution.objects.get(code=record.code) if original else Solution()
        fields = self.differing(record, original, ("code", *self.plain_fields))
        if original is None or record.area != original.area:
            fields["area"] = self.areas[record.area]
        save_row(row, fields, by=self.by, counts=Counts())
        before = original.needs if original else []
        if record.needs != before:
            row.needs.set(Need.objects.filter(code__in=record.needs))
            record_event("linked", target=row, by=self.by, before={"needs": before}, after={"needs": record.needs})


class EvidenceTable(TableResource):
    sheet = "Evidence"
    model = Evidence
    key = ("solution", "document")
    plain_fields = ("strength", "finding")

    solution = column("solution", ReferenceCell("solution"))
    document = column("document", ReferenceCell("document"))
    strength = column("strength", ChoiceCell(Evidence.Strength.values))
    finding = column("finding", TextCell())

    def read_records(self) -> Iterable[Record]:
        rows = Evidence.objects.order_by("solution__code", "source__code")
        for row in rows.values("solution__code", "source__code", *self.plain_fields):
            solution, document = row.pop("solution__code"), row.pop("source__code")
            values = {name: plain_value(value) for name, value in row.items()}
            yield Record(new=False, solution=solution, document=document, **values)

    def model_values(self, record: Record) -> dict[str, Any]:
        return {name: getattr(record, name) for name in self.plain_fields}

    def write(self, record: Record, original: Record | None) -> None:
        fields = self.differing(record, original, self.plain_fields)
        if original is None:
            row = Evidence()
            fields["solution"] = Solution.objects.get(code=record.solution)
            fields["source"] = Source.objects.get(code=record.document)
        else:
            row = Evidence.objects.get(solution__code=record.solution, source__code=record.document)
        save_row(row, fields, by=self.by, counts=Counts())

"""The tables of solutions and of evidence: their columns, their rules, and what a row does."""

from collections.abc import Iterable
from typing import Any

from mhin.common.models import Provenance
from needs.models import Area, Need, Source
from needs.services.rows import Counts, save_row
from solutions.models import Evidence, Solution, SolutionDraft
from solutions.services.curation import (
    WORDING,
    add_solution,
    cover_needs,
    edit_solution,
    note_evidence,
    publish_solution,
)
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
from solutions.services.wording import publish_solution_draft, save_solution_draft


class SolutionTable(TableResource):
    sheet = "Solutions"
    model = Solution
    plain_fields = (
        "title",
        "summary",
        "easy_read",
        "population",
        "readiness",
        "provenance",
        "provenance_note",
        "source_urls",
        "conference_label",
        "conference_confidence",
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
    conference_label = column("conference_label", TextCell())
    conference_confidence = column("conference_confidence", TextCell())

    def load(self) -> None:
        super().load()
        self.areas = {area.code: area for area in Area.objects.all()}
        self.drafted = set(SolutionDraft.objects.values_list("solution__code", flat=True))

    def read_records(self) -> Iterable[Record]:
        needs: dict[str, list[str]] = {}
        for solution, need in Solution.needs.through.objects.values_list("solution__code", "need__code"):
            needs.setdefault(solution, []).append(need)
        for row in Solution.objects.order_by("code").values("code", "area__code", "status", *self.plain_fields):
            area = row.pop("area__code")
            values = {name: plain_value(value) for name, value in row.items()}
            yield Record(new=False, area=area, needs=sorted(needs.get(row["code"], [])), **values)

    def model_values(self, record: Record) -> dict[str, Any]:
        values = {name: getattr(record, name) for name in ("code", "status", *self.plain_fields)}
        return values | {"area_id": self.areas[record.area].pk}

    def faults(self, record: Record, original: Record | None) -> dict[str, str]:
        archived = Solution.Status.ARCHIVED
        before = original.status if original else Solution.Status.DRAFT
        if archived in (before, record.status) or (before, record.status) == ("published", "draft"):
            return {"status": "Archive a solution, or take it back, on its own page: there the reason is kept."}
        if original and self.differing(record, original, WORDING) and record.code in self.drafted:
            return {"title": "A draft of this solution's wording waits. Publish or discard it first."}
        return {}

    def write(self, record: Record, original: Record | None) -> None:
        solution = self._write_new(record) if original is None else self._write_changes(record, original)
        if record.needs != (original.needs if original else []):
            needs = Need.objects.filter(code__in=record.needs)
            cover_needs(solution=solution, needs=needs, by=self.by, note=self.note)
        published = Solution.Status.PUBLISHED
        if record.status == published and (original is None or original.status != published):
            publish_solution(solution=solution, by=self.by, note=self.note)

    def _write_new(self, record: Record) -> Solution:
        fields = {name: getattr(record, name) for name in ("code", *self.plain_fields)}
        return add_solution(fields=fields | {"area": self.areas[record.area]}, by=self.by, note=self.note)

    def _write_changes(self, record: Record, original: Record) -> Solution:
        solution = Solution.objects.get(code=record.code)
        fields = self.differing(record, original, self.plain_fields)
        if record.area != original.area:
            fields["area"] = self.areas[record.area]
        if original.status == Solution.Status.PUBLISHED and set(fields) & set(WORDING):
            wording = {name: getattr(record, name) for name in WORDING}
            save_solution_draft(solution=solution, note=self.note, by=self.by, **wording)
            publish_solution_draft(solution=solution, by=self.by)
            fields = {name: value for name, value in fields.items() if name not in WORDING}
        return edit_solution(solution=solution, fields=fields, by=self.by, note=self.note) if fields else solution


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
        solution = Solution.objects.get(code=record.solution)
        fields = self.differing(record, original, self.plain_fields)
        if original is None:
            row = Evidence()
            fields |= {"solution": solution, "source": Source.objects.get(code=record.document)}
        else:
            row = Evidence.objects.get(solution=solution, source__code=record.document)
        save_row(row, fields, by=self.by, counts=Counts())
        word = "Changed" if original else "Added"
        note_evidence(solution=solution, changes=[f"{word}: {record.document}"], by=self.by, note=self.note)

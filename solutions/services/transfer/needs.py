"""The tables of documents and of needs: their columns, their rules, and what a row does."""

from collections.abc import Iterable
from typing import Any

from mhin.common.models import Provenance
from needs.models import Area, Need, NeedDraft, Source
from needs.services.curation import WAITING, WORDING, add_need, edit_need, link_sources, publish_need
from needs.services.rows import Counts, save_row
from needs.services.wording import publish_need_draft, save_need_draft
from solutions.services.transfer.cells import (
    AddressCell,
    AddressesCell,
    ChoiceCell,
    CodeCell,
    NumberCell,
    ReferenceCell,
    ReferencesCell,
    TextCell,
    plain_value,
)
from solutions.services.transfer.resource import Record, TableResource, column

IN_HISTORY = "Change the status on the need's own page in the curators' room: there the reason is kept."


class DocumentTable(TableResource):
    sheet = "Documents"
    model = Source
    fields_of_model = ("code", "kind", "title", "publisher", "year", "url", "seen_at")

    code = column("code", CodeCell())
    kind = column("kind", ChoiceCell(Source.Kind.values))
    title = column("title", TextCell())
    publisher = column("publisher", TextCell())
    year = column("year", NumberCell())
    url = column("url", AddressCell())
    seen_at = column("seen_at", AddressesCell())

    def read_records(self) -> Iterable[Record]:
        for row in Source.objects.order_by("code").values(*self.fields_of_model):
            yield Record(new=False, **{name: plain_value(value) for name, value in row.items()})

    def model_values(self, record: Record) -> dict[str, Any]:
        return {name: getattr(record, name) for name in self.fields_of_model}

    def write(self, record: Record, original: Record | None) -> None:
        row = Source.objects.get(code=record.code) if original else Source()
        save_row(row, self.differing(record, original, self.fields_of_model), by=self.by, counts=Counts())


class NeedTable(TableResource):
    sheet = "Needs"
    model = Need
    plain_fields = ("title", "detail", "easy_read", "provenance", "evidence_seen")

    code = column("code", CodeCell())
    title = column("title", TextCell())
    detail = column("detail", TextCell())
    easy_read = column("easy_read", TextCell())
    area = column("area", ReferenceCell("area", optional=True))
    status = column("status", ChoiceCell(Need.Status.values))
    provenance = column("provenance", ChoiceCell(Provenance.values))
    evidence_seen = column("evidence_seen", ChoiceCell(Need.EvidenceSeen.values))
    documents = column("documents", ReferencesCell("document"))

    def load(self) -> None:
        super().load()
        self.areas = {area.code: area for area in Area.objects.all()}
        self.drafted = set(NeedDraft.objects.values_list("need__code", flat=True))

    def read_records(self) -> Iterable[Record]:
        documents: dict[str, list[str]] = {}
        for need, document in Need.sources.through.objects.values_list("need__code", "source__code"):
            documents.setdefault(need, []).append(document)
        for row in Need.objects.order_by("code").values("code", "area__code", "status", *self.plain_fields):
            area = row.pop("area__code") or ""
            values = {name: plain_value(value) for name, value in row.items()}
            yield Record(new=False, area=area, documents=sorted(documents.get(row["code"], [])), **values)

    def model_values(self, record: Record) -> dict[str, Any]:
        values = {name: getattr(record, name) for name in ("code", "status", *self.plain_fields)}
        area = self.areas.get(record.area)
        # A merged need names its target, which is no column here: that it is merged is checked by `faults`.
        status = record.status if record.status != Need.Status.MERGED else Need.Status.IN_REVIEW
        return values | {"status": status, "area_id": area.pk if area else None}

    def faults(self, record: Record, original: Record | None) -> dict[str, str]:
        if original is None:
            allowed = (Need.Status.IN_REVIEW, Need.Status.PUBLISHED)
            return {} if record.status in allowed else {"status": f"A new need is {' or '.join(allowed)}."}
        if record.status != original.status:
            publishes = original.status in WAITING and record.status == Need.Status.PUBLISHED
            return {} if publishes else {"status": IN_HISTORY}
        if original.status in (Need.Status.MERGED, Need.Status.REJECTED):
            return {"status": "A need that was merged, or is not taken forward, keeps what it says."}
        if original.area and not record.area:
            return {"area": "The need has an area; name that one or another."}
        if self.differing(record, original, WORDING) and record.code in self.drafted:
            return {"title": "A draft of this need's wording waits. Publish or discard it first."}
        return {}

    def write(self, record: Record, original: Record | None) -> None:
        need = self._write_new(record) if original is None else self._write_changes(record, original)
        before = original.documents if original else []
        if record.documents != before:
            documents = Source.objects.filter(code__in=record.documents)
            link_sources(need=need, sources=documents, by=self.by, note=self.note)
        if record.status == Need.Status.PUBLISHED and (original is None or original.status != record.status):
            publish_need(need=need, by=self.by, note=self.note)

    def _write_new(self, record: Record) -> Need:
        fields = {name: getattr(record, name) for name in ("code", *self.plain_fields)}
        return add_need(fields=fields | {"area": self.areas.get(record.area)}, by=self.by, note=self.note)

    def _write_changes(self, record: Record, original: Record) -> Need:
        need = Need.objects.get(code=record.code)
        fields = self.differing(record, original, self.plain_fields)
        if record.area != original.area:
            fields["area"] = self.areas[record.area]
        if original.status == Need.Status.PUBLISHED and set(fields) & set(WORDING):
            wording = {name: getattr(record, name) for name in WORDING}
            save_need_draft(need=need, note=self.note, by=self.by, **wording)
            publish_need_draft(need=need, by=self.by)
            fields = {name: value for name, value in fields.items() if name not in WORDING}
        return edit_need(need=need, fields=fields, by=self.by, note=self.note) if fields else need

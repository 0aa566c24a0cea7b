"""Loading the catalogue: areas, documents, needs and solutions, all of them or none."""

from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction

from mhin.accounts.models import User
from mhin.audit.models import AuditEvent
from mhin.audit.services import record_event
from mhin.common.models import Provenance
from needs.models import Area, Need, Source
from needs.services.codes import lock_codes
from needs.services.records import Record
from needs.services.rows import Counts, park_positions, save_row
from solutions.models import Evidence, Solution
from solutions.services.catalogue_file import Catalogue, CatalogueError, read_catalogue

LOADED = "A catalogue file was loaded."


@dataclass(frozen=True)
class CatalogueCounts:
    areas: Counts = field(default_factory=Counts)
    sources: Counts = field(default_factory=Counts)
    needs: Counts = field(default_factory=Counts)
    solutions: Counts = field(default_factory=Counts)
    evidence: Counts = field(default_factory=Counts)
    need_links: Counts = field(default_factory=Counts)

    @property
    def total(self) -> Counts:
        parts = (self.areas, self.sources, self.needs, self.solutions, self.evidence, self.need_links)
        return sum(parts, Counts())


def load_catalogue(*, data: Any, by: User | None) -> CatalogueCounts:
    """Bring the catalogue's rows into the state of `data`; what already is so stays untouched.

    Rows, evidence and links that the file does not name are left alone, and so are statuses: a need that a curator
    merged stays merged. Raises CatalogueError, with every problem found, and then writes nothing.
    """
    catalogue = read_catalogue(data)
    try:
        with transaction.atomic():
            return _Loader(by).load(catalogue)
    except IntegrityError as error:
        raise CatalogueError([f"the database refused the catalogue: {str(error).splitlines()[0]}"]) from error


class _Loader:
    def __init__(self, by: User | None) -> None:
        self.by = by
        self.counts = CatalogueCounts()

    def load(self, catalogue: Catalogue) -> CatalogueCounts:
        lock_codes(Need)
        areas = self._save_areas(catalogue.areas)
        sources = self._save_sources(catalogue.sources)
        solutions = self._save_solutions(catalogue.solutions, areas)
        self._save_evidence(catalogue.solutions, solutions, sources)
        needs = self._save_needs(catalogue.needs, areas)
        self._link_needs(catalogue.needs, needs, solutions, sources)
        return self.counts

    def _save_areas(self, records: list[Record]) -> dict[str, Area]:
        rows = {area.code: area for area in Area.objects.all()}
        park_positions(rows.values(), {record.code: record.fields["position"] for record in records})
        for record in records:
            row = rows.setdefault(record.code, Area())
            save_row(row, record.fields, by=self.by, counts=self.counts.areas)
        return rows

    def _save_sources(self, records: list[Record]) -> dict[str, Source]:
        rows = {source.code: source for source in Source.objects.all()}
        for record in records:
            row = rows.setdefault(record.code, Source())
            save_row(row, record.fields, by=self.by, counts=self.counts.sources)
        return rows

    def _save_solutions(self, records: list[Record], areas: dict[str, Area]) -> dict[str, Solution]:
        rows = {row.code: row for row in Solution.objects.select_related("area")}
        for record in records:
            row = rows.setdefault(record.code, Solution(status=Solution.Status.PUBLISHED))
            fields = record.fields | {"area": areas[record.references["area"]]}
            event = save_row(row, fields, by=self.by, counts=self.counts.solutions)
            self._add_to_history(row, event)
        return rows

    def _save_evidence(self, records: list[Record], solutions: dict[str, Solution], sources: dict[str, Source]) -> None:
        """Which guideline supports which solution is the catalogue's own match, so the strength is 'related'."""
        listed = set(Evidence.objects.values_list("solution_id", "source_id"))
        for record in records:
            solution = solutions[record.code]
            for source in (sources[code] for code in dict.fromkeys(record.references["nice"])):
                if (solution.pk, source.pk) in listed:
                    self.counts.evidence.unchanged += 1
                    continue
                fields = {"solution": solution, "source": source, "strength": Evidence.Strength.RELATED}
                save_row(Evidence(), fields, by=self.by, counts=self.counts.evidence)

    def _save_needs(self, records: list[Record], areas: dict[str, Area]) -> dict[str, Need]:
        rows = {row.code: row for row in Need.objects.select_related("area")}
        taken = [r.code for r in records if r.code in rows and rows[r.code].provenance == Provenance.SUBMISSION]
        if taken:
            raise CatalogueError([f"need {code}: this code belongs to a need that a person sent in" for code in taken])
        for record in records:
            row = rows.setdefault(record.code, Need(status=Need.Status.PUBLISHED))
            fields = record.fields | {"area": areas[record.references["area"]]}
            event = save_row(row, fields, by=self.by, counts=self.counts.needs)
            self._add_to_history(row, event)
        return rows

    def _add_to_history(self, row: Any, event: AuditEvent | None) -> None:
        """The event is for investigation; curators read the step, which says the same."""
        if event is None:
            return
        steps = row.status_changes
        act, old = (steps.model.Act.EDITED, row.status) if event.before else (steps.model.Act.RECORDED, "")
        steps.create(
            act=act,
            from_status=old,
            to_status=row.status,
            by=self.by,
            note=LOADED,
            before=event.before,
            after=event.after,
        )

    def _link_needs(
        self,
        records: list[Record],
        needs: dict[str, Need],
        solutions: dict[str, Solution],
        sources: dict[str, Source],
    ) -> None:
        met = set(Solution.needs.through.objects.values_list("need_id", "solution_id"))
        named = set(Need.sources.through.objects.values_list("need_id", "source_id"))
        for record in records:
            need = needs[record.code]
            wanted = [solutions[code] for code in dict.fromkeys(record.references["solutions"])]
            new = [solution for solution in wanted if (need.pk, solution.pk) not in met]
            self._add_links(need, "solutions", new, len(wanted))
            document = sources.get(record.references["source"])
            documents = [document] if document else []
            self._add_links(need, "sources", [d for d in documents if (need.pk, d.pk) not in named], len(documents))

    def _add_links(self, need: Need, name: str, new: list[Any], wanted: int) -> None:
        self.counts.need_links.unchanged += wanted - len(new)
        if not new:
            return
        getattr(need, name).add(*new)
        self.counts.need_links.added += len(new)
        record_event("linked", target=need, by=self.by, after={name: [row.code for row in new]})

"""Open data: every public fact of the catalogue as tables, in CSV and in JSON."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from mhin.common.spreadsheets import Value, csv_bytes
from needs.exports import Facts, address_of, area_facts, need_facts, needs_to_take, source_facts
from needs.selectors import areas_with_counts
from solutions.models import Evidence, Solution
from solutions.selectors import solutions_to_take, sources_in_use


def solution_facts(solution: Solution) -> Facts:
    return {
        "code": solution.code,
        "title": solution.title,
        "summary": solution.summary,
        "easy_read": solution.easy_read,
        "population": solution.population,
        "readiness": solution.readiness,
        "readiness_label": solution.get_readiness_display(),
        "area": solution.area.code,
        "provenance": solution.provenance,
        "provenance_label": solution.get_provenance_display(),
        "provenance_note": solution.provenance_note,
        "source_urls": solution.source_urls,
        "needs": sorted(need.code for need in solution.needs.all()),
        "sources": [item.source.code for item in solution.evidence.all()],
        "conference_label": solution.conference_label,
        "address": address_of(solution),
        "updated_at": solution.updated_at,
    }


def evidence_facts(item: Evidence) -> Facts:
    return {
        "solution": item.solution.code,
        "source": item.source.code,
        "title": item.source.title,
        "kind": item.source.kind,
        "year": item.source.year,
        "url": item.source.url,
        "strength": item.strength,
        "strength_label": item.get_strength_display(),
        "finding": item.finding,
    }


@dataclass(frozen=True)
class Table:
    name: str
    about: str
    rows: Callable[[], Iterable[Facts]]


def _links() -> Iterator[Facts]:
    for solution in solutions_to_take():
        for need in sorted(solution.needs.all(), key=lambda need: need.code):
            yield {"need": need.code, "solution": solution.code}


def _evidence() -> Iterator[Facts]:
    return map(evidence_facts, chain.from_iterable(solution.evidence.all() for solution in solutions_to_take()))


TABLES = {
    table.name: table
    for table in (
        Table("areas", "The areas that needs and solutions stand under.", lambda: map(area_facts, areas_with_counts())),
        Table(
            "needs",
            "Every published need, and every need that was merged into another, with its own text.",
            lambda: map(need_facts, needs_to_take()),
        ),
        Table("solutions", "Every published solution.", lambda: map(solution_facts, solutions_to_take())),
        Table("evidence", "Which document speaks for which solution, and how strongly.", _evidence),
        Table("links", "Which solution could meet which need. The match is ours.", _links),
        Table(
            "sources",
            "The documents that needs and solutions point to.",
            lambda: map(source_facts, sources_in_use()),
        ),
    )
}


def as_csv(table: Table) -> bytes:
    rows = list(table.rows())
    head = list(rows[0]) if rows else []
    return csv_bytes([head, *([_flat(value) for value in row.values()] for row in rows)])


def as_json(table: Table) -> bytes:
    facts = {"table": table.name, "about": table.about, "rows": list(table.rows())}
    return json.dumps(facts, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


def _flat(value: Any) -> Value:
    """A list is one cell, its parts divided by semicolons; a time is text."""
    if isinstance(value, list):
        return "; ".join(str(part) for part in value)
    return value if value is None or isinstance(value, str | int | float) else value.isoformat()

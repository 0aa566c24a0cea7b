"""What a catalogue file must look like; it is checked whole before any row is written."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify

from mhin.common.models import Provenance
from needs.models import Area, Need, Source
from needs.services.files import DataFileError
from needs.services.records import Column, Record, addresses, number, read_records, text, texts
from solutions.models import Solution

AREA_COLUMNS = {
    "id": Column(text, "code"),
    "name": Column(text, "name"),
    "order": Column(number, "position"),
    "provenance": Column(text, "provenance"),
    "source": Column(text, "source_url", optional=True),
}
GUIDELINE_COLUMNS = {
    "id": Column(text, "code"),
    "title": Column(text, "title"),
    "year": Column(number, "year"),
    "url": Column(text, "url"),
}
POLICY_COLUMNS = {
    "id": Column(text, "code"),
    "title": Column(text, "title"),
    "publisher": Column(text, "publisher"),
    "year": Column(number, "year"),
    "seen_at": Column(addresses, "seen_at", optional=True),
}
NEED_COLUMNS = {
    "id": Column(text, "code"),
    "title": Column(text, "title"),
    "area": Column(text),
    "solutions": Column(texts, optional=True),
    "provenance": Column(text),
    "evidence_seen": Column(text, "evidence_seen"),
}
SOLUTION_COLUMNS = {
    "id": Column(text, "code"),
    "title": Column(text, "title"),
    "description": Column(text, "summary"),
    "easy_read": Column(text, "easy_read", optional=True),
    "population": Column(text, "population"),
    "area": Column(text),
    "nice": Column(texts, optional=True),
    "provenance": Column(text, "provenance"),
    "mhin_table5_label": Column(text, "conference_label", optional=True),
    "mhin_confidence": Column(text, "conference_confidence", optional=True),
    "sources": Column(addresses, "source_urls", optional=True),
    "note": Column(text, "provenance_note", optional=True),
}


class CatalogueError(DataFileError):
    """The catalogue cannot be loaded; nothing was written."""


@dataclass(frozen=True)
class Catalogue:
    areas: list[Record]
    sources: list[Record]
    needs: list[Record]
    solutions: list[Record]


def read_catalogue(data: Any) -> Catalogue:
    if not isinstance(data, dict):
        raise CatalogueError(["the file must hold one object with areas, needs, solutions and documents"])
    problems: list[str] = []
    catalogue = Catalogue(
        areas=_read_areas(data.get("areas"), problems),
        sources=_read_sources(data, problems),
        needs=read_records(data.get("needs"), kind="need", columns=NEED_COLUMNS, model=Need, problems=problems),
        solutions=read_records(
            data.get("solutions"), kind="solution", columns=SOLUTION_COLUMNS, model=Solution, problems=problems
        ),
    )
    for record in catalogue.solutions:
        if not record.fields.get("easy_read"):  # a file without such a text takes none away
            record.fields.pop("easy_read", None)
    _check_references(catalogue, problems)
    if problems:
        raise CatalogueError(problems)
    return catalogue


def _read_areas(rows: Any, problems: list[str]) -> list[Record]:
    areas = read_records(rows, kind="area", columns=AREA_COLUMNS, model=Area, problems=problems)
    for area in areas:
        area.fields["slug"] = slugify(area.fields.get("name", ""))
    return areas


def _read_sources(data: dict[str, Any], problems: list[str]) -> list[Record]:
    guidelines = read_records(
        _listed(data.get("nice_guidelines")),
        kind="guideline",
        columns=GUIDELINE_COLUMNS,
        model=Source,
        problems=problems,
    )
    policies = read_records(
        _listed(data.get("policy_documents")),
        kind="policy document",
        columns=POLICY_COLUMNS,
        model=Source,
        problems=problems,
    )
    for record in guidelines:
        record.fields.update(kind=Source.Kind.GUIDELINE, publisher="NICE")
    for record in policies:
        record.fields["kind"] = Source.Kind.POLICY
    shared = {record.code for record in guidelines} & {record.code for record in policies}
    problems.extend(f"policy document {code}: a guideline has the same code" for code in sorted(shared - {""}))
    return [*guidelines, *policies]


def _listed(documents: Any) -> Any:
    """Documents come by code; as a list they are read like every other record."""
    if not isinstance(documents, dict):
        return None
    return [{"id": code, **row} if isinstance(row, dict) else row for code, row in documents.items()]


def _check_references(catalogue: Catalogue, problems: list[str]) -> None:
    areas = {area.code for area in catalogue.areas}
    sources = {source.code for source in catalogue.sources}
    solutions = {solution.code for solution in catalogue.solutions}
    for solution in catalogue.solutions:
        _check(solution, "solution", "area", areas, "areas", problems)
        _check(solution, "solution", "nice", sources, "guidelines", problems)
    for need in catalogue.needs:
        _check(need, "need", "area", areas, "areas", problems)
        _check(need, "need", "solutions", solutions, "solutions", problems)
        _set_provenance(need, sources, problems)


def _check(record: Record, kind: str, key: str, known: set[str], where: str, problems: list[str]) -> None:
    value = record.references.get(key, [])
    for code in value if isinstance(value, list) else [value]:
        if code not in known:
            problems.append(f"{kind} {record.code}: {key} '{code}' is not among the {where}")


def _set_provenance(need: Record, sources: set[str], problems: list[str]) -> None:
    """'policy:LTP' and 'policy:NICE NG225' name a document; the other provenances stand for themselves."""
    if "provenance" not in need.references:
        return
    name, _, document = need.references["provenance"].partition(":")
    need.fields["provenance"] = name
    need.references["source"] = document.removeprefix("NICE ").strip()
    if name not in Provenance.values:
        problems.append(f"need {need.code}: provenance '{name}' is not one of {', '.join(Provenance.values)}")
    elif (name == Provenance.POLICY) != bool(document):
        problems.append(f"need {need.code}: provenance '{need.references['provenance']}' must be policy:<document>")
    elif document and need.references["source"] not in sources:
        problems.append(f"need {need.code}: provenance '{document}' is not among the documents")

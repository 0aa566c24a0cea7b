"""What a file would do to the catalogue, row by row; and doing it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from json import dumps
from typing import Any

from import_export.results import RowResult
from openpyxl.utils import get_column_letter
from tablib import Dataset

from mhin.common.uploads import Cell, Table, Upload
from needs.models import Area, Need
from needs.services.codes import lock_codes
from solutions.services.transfer.needs import DocumentTable, NeedTable
from solutions.services.transfer.resource import Record, TableResource
from solutions.services.transfer.solutions import EvidenceTable, SolutionTable

NEW, CHANGED, UNCHANGED, PROBLEM = "new", "changed", "unchanged", "problem"
TABLES = (DocumentTable, NeedTable, SolutionTable, EvidenceTable)  # each may name rows of those before it
HEADER_ROW = 1
MOST_WRITES = 5_000  # what a worker writes within its time, also on a busy machine


@dataclass(frozen=True)
class PlannedRow:
    """One row of the file. `changes` are (column, before, after), `problems` (column, message)."""

    table: str
    row: int
    action: str
    code: str = ""
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    rows: list[PlannedRow]

    @property
    def counts(self) -> dict[str, int]:
        actions = [row.action for row in self.rows]
        return {action: actions.count(action) for action in (NEW, CHANGED, UNCHANGED, PROBLEM)}

    @property
    def fingerprint(self) -> str:
        """Two plans with the same one do the same."""
        return sha256(dumps([asdict(row) for row in self.rows]).encode()).hexdigest()


class TransferError(Exception):
    """The catalogue could not be changed as planned; nothing was written."""


def all_tables() -> list[TableResource]:
    """The four tables with what the catalogue holds now, in ten queries whatever its size."""
    tables: list[TableResource] = [make() for make in TABLES]
    for table in tables:
        table.load()
    return tables


def plan_import(upload: Upload) -> Plan:
    """Say what each row would do. Writes nothing and locks nothing."""
    return _run(upload, dry_run=True)


def write_import(upload: Upload, *, expected: str, note: str, by: Any) -> Plan:
    """Do what the plan with that fingerprint said. To be called in a transaction, which an error undoes."""
    lock_codes(Need)
    plan = plan_import(upload)
    if plan.fingerprint != expected:
        raise TransferError("The catalogue has changed since this preview was made.")
    _run(upload, dry_run=False, note=note, by=by)
    return plan


def _run(upload: Upload, *, dry_run: bool, note: str = "", by: Any = None) -> Plan:
    tables = all_tables()
    rows = [
        PlannedRow(fault.table, fault.row, PROBLEM, problems=[(fault.column, f"This cell {fault.message}")])
        for fault in upload.faults
    ]
    found, unknown = _matched(upload.tables, tables)
    rows.extend(unknown)
    _know_codes(tables, found)
    for table in tables:
        for uploaded in (uploaded for uploaded, match in found if match is table):
            table.by, table.note = by, note
            rows.extend(_run_table(table, uploaded, dry_run))
    if not found and not rows:
        rows.append(PlannedRow("", HEADER_ROW, PROBLEM, problems=[("", "The file holds no table.")]))
    if (writes := sum(row.action in (NEW, CHANGED) for row in rows)) > MOST_WRITES:
        message = f"The file would change {writes:,} rows; {MOST_WRITES:,} are allowed at once. Divide it."
        rows.append(PlannedRow("", HEADER_ROW, PROBLEM, problems=[("", message)]))
    return Plan(rows)


def _matched(
    uploaded: Iterable[Table], tables: list[TableResource]
) -> tuple[list[tuple[Table, TableResource]], list[PlannedRow]]:
    """Sheets go by their names, a CSV file by its header."""
    found: list[tuple[Table, TableResource]] = []
    unknown = []
    names = ", ".join(table.sheet for table in tables)
    for item in uploaded:
        match = _table_named(item.name, tables) if item.name else _table_with_header(item, tables)
        if match is None:
            message = f"This sheet is not one of {names}." if item.name else "No table has columns like these."
            unknown.append(PlannedRow(item.name, HEADER_ROW, PROBLEM, problems=[("", message)]))
        elif any(match is other for _, other in found):
            unknown.append(PlannedRow(item.name, HEADER_ROW, PROBLEM, problems=[("", "This sheet is there twice.")]))
        else:
            found.append((item, match))
    return found, unknown


def _table_named(name: str, tables: list[TableResource]) -> TableResource | None:
    return next((table for table in tables if table.sheet.lower() == name.strip().lower()), None)


def _table_with_header(uploaded: Table, tables: list[TableResource]) -> TableResource | None:
    header = set(_header(uploaded))
    shared, best = max(((len(header & set(table.fields)), table) for table in tables), key=lambda pair: pair[0])
    return best if shared > 1 else None


def _header(uploaded: Table) -> list[str]:
    cells = uploaded.rows[0] if uploaded.rows else []
    return ["" if cell is None else str(cell).strip().lower().replace(" ", "_") for cell in cells]


def _know_codes(tables: list[TableResource], found: list[tuple[Table, TableResource]]) -> None:
    """A row may name what the catalogue has, or what the same file brings."""
    codes: dict[str, set[str]] = {"area": set(Area.objects.values_list("code", flat=True))}
    for kind, table in zip(("document", "need", "solution"), tables, strict=False):
        codes[kind] = {key[0] for key in table.records}
        for uploaded in (uploaded for uploaded, match in found if match is table):
            header = _header(uploaded)
            if "code" in header:
                place = header.index("code")
                codes[kind] |= {str(row[place]).strip() for row in uploaded.rows[1:] if len(row) > place and row[place]}
    for table in tables:
        for kind, known in codes.items():
            table.know(kind, known)


def _run_table(table: TableResource, uploaded: Table, dry_run: bool) -> list[PlannedRow]:
    header = _header(uploaded)
    if problems := _header_problems(header, table):
        return [PlannedRow(table.sheet, HEADER_ROW, PROBLEM, problems=problems)]
    numbers = [number for number, row in enumerate(uploaded.rows[1:], HEADER_ROW + 1) if any(_filled(row))]
    dataset = Dataset(headers=header)
    for number in numbers:
        row = uploaded.rows[number - 1][: len(header)]
        dataset.append([*row, *[None] * (len(header) - len(row))])
    result = table.import_data(dataset, dry_run=dry_run, use_transactions=True, raise_errors=not dry_run)
    places = {name: get_column_letter(place) for place, name in enumerate(header, 1)}
    planned = [_planned(table, number, row, places) for number, row in zip(numbers, result.rows, strict=True)]
    message = f"This row has more cells than the header, which has {len(header)}."
    too_long = {number for number in numbers if len(uploaded.rows[number - 1]) > len(header)}
    return [
        PlannedRow(table.sheet, row.row, PROBLEM, problems=[*row.problems, ("", message)])
        if row.row in too_long
        else row
        for row in planned
    ]


def _filled(row: list[Cell]) -> Iterable[bool]:
    return (cell not in (None, "") for cell in row)


def _header_problems(header: list[str], table: TableResource) -> list[tuple[str, str]]:
    problems = []
    for place, name in enumerate(header, 1):
        if name not in table.fields:
            problems.append((get_column_letter(place), f"“{name[:60]}” is not a column of this table."))
        elif name in header[: place - 1]:
            problems.append((get_column_letter(place), f"The column “{name}” is there twice."))
    missing = [name for name in table.fields if name not in header]
    return problems + [("", f"The column “{name}” is missing.") for name in missing]


def _planned(table: TableResource, number: int, result: RowResult, places: dict[str, str]) -> PlannedRow:
    if result.validation_error is not None:
        messages = result.validation_error.message_dict
        problems = [
            (f"{places[name]} ({name})" if name in places else "", text) for name in messages for text in messages[name]
        ]
        return PlannedRow(table.sheet, number, PROBLEM, problems=problems)
    if result.errors:
        return PlannedRow(table.sheet, number, PROBLEM, problems=[("", str(result.errors[0].error))])
    record: Record = result.instance
    code = " and ".join(table.key_of(record))
    if result.import_type == RowResult.IMPORT_TYPE_SKIP:
        return PlannedRow(table.sheet, number, UNCHANGED, code)
    changes = _changes(table, record, None if record.new else table.records[table.key_of(record)])
    return PlannedRow(table.sheet, number, NEW if record.new else CHANGED, code, changes)


def _changes(table: TableResource, record: Record, original: Record | None) -> list[tuple[str, str, str]]:
    shown = []
    for name, field_ in table.fields.items():
        before = "" if original is None else str(field_.export(original) or "")
        after = str(field_.export(record) or "")
        if before != after:
            shown.append((name, before, after))
    return shown

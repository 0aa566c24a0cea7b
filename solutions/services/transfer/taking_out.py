"""The catalogue as files, for curators. What is taken out can be brought back as it is."""

from typing import Any

from django.db import transaction

from mhin.audit.services import record_event
from mhin.common.spreadsheets import csv_bytes, xlsx_bytes
from solutions.services.transfer.plan import TABLES, all_tables
from solutions.services.transfer.resource import TableResource

Rows = list[list[Any]]
SHEETS = tuple(table.sheet for table in TABLES)


@transaction.atomic
def export_workbook(*, by: Any) -> bytes:
    """Every table on a sheet of one XLSX workbook."""
    tables = all_tables()
    content = xlsx_bytes((table.sheet, _rows(table)) for table in tables)
    _record(tables, "xlsx", by)
    return content


@transaction.atomic
def export_csv(*, sheet: str, by: Any) -> bytes:
    """One table as CSV."""
    tables = [table for table in all_tables() if table.sheet == sheet]
    content = csv_bytes(_rows(tables[0]))
    _record(tables, "csv", by)
    return content


def _rows(table: TableResource) -> Rows:
    return [list(table.fields), *(list(row) for row in table.export(table.records.values()))]


def _record(tables: list[TableResource], kind: str, by: Any) -> None:
    counts = {table.sheet.lower(): len(table.records) for table in tables}
    record_event("catalogue_exported", target=by, by=by, after={"format": kind, **counts})

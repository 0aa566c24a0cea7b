"""Writing tables that a spreadsheet program opens as data and never as formulas.

A text that such a program would take for a formula gets an apostrophe in front. `restored` takes it off again, so that
what was exported imports as it was. Numbers stay numbers.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

Value = str | int | float | None

_LEADERS = "=+\\-@\t\r\n\x00＝＋－＠"
_FORMULA = re.compile(rf"[\s\x00\ufeff\u200b'\"‘’“”`]*?[{_LEADERS}]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_SHEET_NAME_LETTERS = 31


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet program could take the text for a formula, also after leading spaces or quotes."""
    return _FORMULA.match(text) is not None


def neutralised(value: Value) -> Value:
    """The value as a cell that no program runs. Only texts change."""
    return f"'{value}" if isinstance(value, str) and is_formula_like(value) else value


def restored(text: str) -> str:
    """Undo `neutralised`."""
    return text[1:] if text.startswith("'") and is_formula_like(text[1:]) else text


def csv_bytes(rows: Iterable[Sequence[Value]]) -> bytes:
    """CSV that Excel opens as UTF-8. Every text is quoted, so that no other delimiter can split it."""
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_NONNUMERIC).writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(sheets: Iterable[tuple[str, Iterable[Sequence[Value]]]]) -> bytes:
    """A workbook of these sheets; the first row of each is its header. Cells are texts or numbers."""
    book = Workbook(write_only=True)
    for name, rows in sheets:
        sheet = book.create_sheet(name[:_SHEET_NAME_LETTERS])
        sheet.freeze_panes = "A2"
        for row in rows:
            sheet.append([_xlsx_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(value: Value) -> Value:
    """What no XML and no database can hold is shown as missing."""
    safe = neutralised(value)
    return _CONTROL.sub(_REPLACEMENT, safe) if isinstance(safe, str) else safe


def _xlsx_cell(sheet: Any, value: Value) -> Any:
    safe = _cell(value)
    if safe is None or safe == "":
        return None
    if not isinstance(safe, str):
        return WriteOnlyCell(sheet, safe)
    cell = WriteOnlyCell(sheet, safe.replace("\r\n", "\n").replace("\r", "\n"))
    cell.data_type = "s"
    return cell

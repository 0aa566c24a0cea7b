"""Reading the cells of a CSV or XLSX file, whatever its name says it is."""

import csv
import io
import math
import re
from collections.abc import Iterable
from datetime import date, time
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from .archive import check_archive
from .limits import (
    MOST_BYTES,
    MOST_CELL_CHARACTERS,
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_FAULTS,
    MOST_ROWS,
    MOST_SHEETS,
    Cell,
    Fault,
    Table,
    Upload,
    UploadRefused,
)

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_MAGIC = {
    b"\xd0\xcf\x11\xe0": "The file is encrypted or an old Excel workbook. Save it as .xlsx, without a password.",
    b"\xff\xfe": "The file is in UTF-16. Save it as “CSV UTF-8”.",
    b"\xfe\xff": "The file is in UTF-16. Save it as “CSV UTF-8”.",
    b"\x1f\x8b": "The file is compressed. Give the table itself.",
    b"Rar!": "The file is compressed. Give the table itself.",
    b"7z\xbc\xaf": "The file is compressed. Give the table itself.",
    b"%PDF": "The file is a PDF. Give a CSV or XLSX file.",
    b"MZ": "The file is a program. Give a CSV or XLSX file.",
    b"\x7fELF": "The file is a program. Give a CSV or XLSX file.",
    b"\x89PNG": "The file is a picture. Give a CSV or XLSX file.",
    b"\xff\xd8\xff": "The file is a picture. Give a CSV or XLSX file.",
    b"GIF8": "The file is a picture. Give a CSV or XLSX file.",
}


def check_size(size: int) -> None:
    if size == 0:
        raise UploadRefused("The file is empty.")
    if size > MOST_BYTES:
        raise UploadRefused(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB.")


def sniff(content: bytes) -> str:
    """'xlsx' or 'csv', by what the file holds; its name counts for nothing."""
    check_size(len(content))
    if content.startswith(b"PK"):
        return "xlsx"
    for magic, message in _MAGIC.items():
        if content.startswith(magic):
            raise UploadRefused(message)
    if b"\x00" in content:
        raise UploadRefused("The file holds NUL characters, so it is not a table of text. Save it as “CSV UTF-8”.")
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        raise UploadRefused("The file is a web page or XML. Give a CSV or XLSX file.")
    return "csv"


def read_upload(content: bytes) -> Upload:
    """Read the file in this process. For files of strangers call `apart.read_upload_apart`."""
    return _read_xlsx(content) if sniff(content) == "xlsx" else _read_csv(content)


def _read_csv(content: bytes) -> Upload:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UploadRefused(f"The file is not UTF-8 text (byte {error.start + 1}). Save it as “CSV UTF-8”.") from None
    table = _Collector("")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            table.add(row)
    except csv.Error as error:
        if "larger than field limit" in str(error):
            limit = f"{MOST_CELL_CHARACTERS:,}"
            raise UploadRefused(f"Line {reader.line_num} holds a cell of more than {limit} characters.") from None
        raise UploadRefused(f"Line {reader.line_num} cannot be read: {error}.") from None
    return Upload([table.finished()], table.faults)


def _read_xlsx(content: bytes) -> Upload:
    check_archive(content)
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    sheets = book.worksheets
    if len(sheets) > MOST_SHEETS:
        raise UploadRefused(f"The workbook has {len(sheets)} sheets; {MOST_SHEETS} are allowed.")
    tables, faults, characters = [], [], 0
    for sheet in sheets:
        if (sheet.max_row or 0) > MOST_ROWS or (sheet.max_column or 0) > MOST_COLUMNS:
            raise UploadRefused(
                f"Sheet “{sheet.title[:40]}” says it has {sheet.max_row:,} rows and {sheet.max_column:,} columns; "
                f"{MOST_ROWS:,} and {MOST_COLUMNS} are allowed."
            )
        sheet.reset_dimensions()  # from here on, what is there counts, not what the sheet says of itself
        table = _Collector(sheet.title, characters)
        for row in sheet.iter_rows():
            table.add(_plain(cell) for cell in row)
        characters = table.characters
        tables.append(table.finished())
        faults.extend(table.faults)
    return Upload(tables, faults[:MOST_FAULTS])


class _Refused(ValueError):
    """One cell cannot be taken."""


def _plain(cell: Any) -> Cell | _Refused:
    value = cell.value
    if cell.data_type == "f":
        return _Refused("holds a formula. Paste its value instead.")
    if cell.data_type == "e":
        return _Refused(f"holds an error ({value}).")
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        if not math.isfinite(value):
            return _Refused("holds a number without end.")
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, date | time):
        return value.isoformat()
    return value if value is None or isinstance(value, int) else str(value)


class _Collector:
    """The rows of one table, within the limits."""

    def __init__(self, name: str, characters: int = 0) -> None:
        self.name = name
        self.rows: list[list[Cell]] = []
        self.faults: list[Fault] = []
        self.characters = characters
        self._filled = 0

    def add(self, cells: Iterable[Cell | _Refused]) -> None:
        row = [self._checked(cell, place) for place, cell in enumerate(cells, 1)]
        while row and row[-1] in (None, ""):
            row.pop()
        if len(row) > MOST_COLUMNS:
            raise UploadRefused(f"{self._place()} has {len(row):,} columns; {MOST_COLUMNS} are allowed.")
        if row:
            self._filled = len(self.rows) + 1
        self.rows.append(row)
        if self._filled > MOST_ROWS or len(self.rows) > 2 * MOST_ROWS:
            raise UploadRefused(f"{self._table()} has more than {MOST_ROWS:,} rows.")

    def finished(self) -> Table:
        """Empty rows at the end are nobody's."""
        return Table(self.name, self.rows[: self._filled])

    def _checked(self, cell: Cell | _Refused, place: int) -> Cell:
        if isinstance(cell, _Refused):
            self._fault(place, str(cell))
            return None
        if not isinstance(cell, str):
            return cell
        self.characters += len(cell)
        if len(cell) > MOST_CELL_CHARACTERS:
            raise UploadRefused(
                f"{self._place()}, column {get_column_letter(place)} holds {len(cell):,} characters; "
                f"{MOST_CELL_CHARACTERS:,} are allowed."
            )
        if self.characters > MOST_CHARACTERS:
            raise UploadRefused(f"The file holds more than {MOST_CHARACTERS:,} characters.")
        if found := _CONTROL.search(cell):
            self._fault(place, f"holds a control character (U+{ord(found[0]):04X}). Delete it.")
            return None
        return cell

    def _fault(self, place: int, message: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(self.name, len(self.rows) + 1, get_column_letter(place), message))

    def _table(self) -> str:
        return f"Sheet “{self.name[:40]}”" if self.name else "The file"

    def _place(self) -> str:
        return f"{self._table()}: row {len(self.rows) + 1:,}"

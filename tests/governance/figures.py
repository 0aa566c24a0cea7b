"""Every number on a surface with its place, and every sentence with its numbers taken out.

A place is a path that stays the same while the numbers change: a page, a table's caption, row and column; a path in
JSON; a sheet, row and column; a sentence. Words are figures, too: a sentence that comes or goes says something.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from html.parser import HTMLParser

from openpyxl import load_workbook
from pypdf import PdfReader

from tests.governance.surfaces import Surface

MOMENTS = re.compile(
    r"\b(a second|\d+ seconds|a minute|\d+ minutes) ago\b|\bnow$|"
    r"\d{4}-\d\d-\d\d(T[\d:.]+(Z|\+[\d:]+)?)?|\d{1,2} [A-Z][a-z]+ \d{4}(, (midday|midnight|\d+(:\d\d)?[ap]m))?"
)
NUMBER = re.compile(r"(?<![\w.\-])[-−]?\d[\d,]*(?:\.\d+)?(?=(?:st|nd|rd|th)?(?![\w]))(?:st|nd|rd|th)?")
BLOCKS = re.compile(
    "address|article|aside|caption|dd|div|dl|dt|fieldset|figcaption|figure|form|h[1-6]|label|legend|li|main|nav|ol|"
    "option|output|p|section|summary|table|tbody|td|th|thead|title|tr|ul"
)
# Attributes that say where and how, not what; all others are read, a class as well: it may tell a shade.
PLUMBING = re.compile(r"id|for|href|src|name|action|content|style|integrity|hx-.*|aria-(labelledby|describedby)")
EXACT = 1e-9


@dataclass(frozen=True)
class Figure:
    """A number, and the step to which it is rounded."""

    value: float
    step: float


Figures = dict[str, Figure]


def figures_of(surface: Surface) -> Figures:
    found = _Found()
    response = surface.response
    found.number("status", response.status_code)
    read = {"text/html": _html, "application/json": _json, "text/csv": _csv, "application/pdf": _pdf}
    read.get(surface.kind, _xlsx if "spreadsheet" in surface.kind else _text)(response.content, found)
    return {f"{surface.name} | {place}": figure for place, figure in found.figures().items()}


def spot(place: str) -> str:
    """Where on the surface, whatever stands there: a cell, a list in JSON, a sentence by its first words."""
    surface, _, rest = re.sub(r" (#[\d.]+|\(times\))$", "", place).partition(" | ")
    context, _, sentence = rest.partition(" | ")
    where = re.sub(r"\[\d+\]", "[]", context.strip()) or " ".join(sentence.split()[:2])
    return f"{surface} | {where}"


def figures(surfaces: Iterable[Surface]) -> Figures:
    return {place: figure for surface in surfaces for place, figure in figures_of(surface).items()}


class _Found:
    """Collects numbers and sentences; the second of the same place gets a number of its own."""

    def __init__(self) -> None:
        self._figures: Figures = {}
        self._seen: Counter[str] = Counter()

    def figures(self) -> Figures:
        sentences = {f"{place} (times)": Figure(times, EXACT) for place, times in self._seen.items()}
        return self._figures | sentences

    def number(self, place: str, value: float, step: float = EXACT) -> None:
        self._seen[place] += 1
        self._figures[f"{place} #{self._seen[place]}"] = Figure(float(value), step)

    def text(self, place: str, text: str) -> None:
        text = MOMENTS.sub("(moment)", " ".join(text.split()))
        numbers = [match.group() for match in NUMBER.finditer(text)]
        sentence = f"{place} | {NUMBER.sub('(n)', text)}"
        self._seen[sentence] += 1
        for at, number in enumerate(numbers):
            value, step = _value(number)
            self._figures[f"{sentence} #{self._seen[sentence]}.{at}"] = Figure(value, step)


def _value(text: str) -> tuple[float, float]:
    digits = re.sub(r"[^\d.\-]", "", text.replace("−", "-"))
    return float(digits), 10.0 ** -len(digits.partition(".")[2])


def _step(value: float) -> float:
    """Of a number that is not text: its last written decimal."""
    return float(10.0 ** min(0, Decimal(repr(value)).as_tuple().exponent))


class _Page(HTMLParser):
    """Sentences by block, cells by caption, row and column, JSON by path, and all that attributes say."""

    def __init__(self, found: _Found) -> None:
        super().__init__()
        self.found = found
        self.words: list[str] = []
        self.script: str | None = None
        self.caption = self.row = ""
        self.columns: list[str] = []
        self.cell: str | None = None
        self.at = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if BLOCKS.fullmatch(tag):
            self.flush()
        self.words.append(" ")
        if tag == "table":
            self.caption, self.columns = "", []
        elif tag == "tr":
            self.row, self.at = "", 0
        elif tag in ("td", "th"):
            self.cell = dict(attrs).get("scope") or "cell"
        elif tag == "script" and dict(attrs).get("type") == "application/json":
            self.script = dict(attrs).get("id") or ""
        elif tag in ("script", "style"):
            self.script = "no figures"
        for name, value in attrs:
            if value and not PLUMBING.fullmatch(name) and not _is_row_number(name, attrs):
                self.attribute(tag, name, value)

    def attribute(self, tag: str, name: str, value: str) -> None:
        for part in value.split() if name == "class" else [value]:
            shade = re.fullmatch(r"([\w-]*?--)(\d+)", part)
            if shade:
                self.found.number(f"{self.context()}{tag} {shade[1]}", float(shade[2]), step=1)
            elif name != "class":
                self.found.text(f"{self.context()}{tag} {name}", value)

    def handle_data(self, data: str) -> None:
        if self.script is None:
            self.words.append(data)
        elif self.script != "no figures":
            _walk(json.loads(data), self.script, self.found)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.script = None
        if tag == "caption":
            self.caption = " ".join("".join(self.words).split())
        if BLOCKS.fullmatch(tag):
            self.flush()
        if tag in ("td", "th"):
            self.cell, self.at = None, self.at + 1

    def flush(self) -> None:
        words, self.words = " ".join("".join(self.words).split()), []
        if not words:
            return
        if self.cell == "col":
            self.columns.append(words)
        elif self.cell and not self.row:
            self.row = NUMBER.sub("(n)", words)
        self.found.text(self.context(), words)

    def context(self) -> str:
        if self.cell is None:
            return ""
        column = self.columns[self.at] if self.at < len(self.columns) else str(self.at)
        return NUMBER.sub("(n)", f"{self.caption} / {self.row} / {column} ")


def _is_row_number(name: str, attrs: list[tuple[str, str | None]]) -> bool:
    """Of a run in the database; or the token against forged requests."""
    return name == "value" and dict(attrs).get("name") in ("csrfmiddlewaretoken", "run")


def _html(content: bytes, found: _Found) -> None:
    page = _Page(found)
    page.feed(content.decode())
    page.close()
    page.flush()


def _json(content: bytes, found: _Found) -> None:
    _walk(json.loads(content), "", found)


def _walk(value: object, path: str, found: _Found) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            _walk(item, f"{path}.{key}", found)
    elif isinstance(value, list):
        for at, item in enumerate(value):
            name = item.get("code", at) if isinstance(item, dict) else at
            group = item.get("group", "") if isinstance(item, dict) else ""
            _walk(item, f"{path}[{group}{name}]", found)
    elif isinstance(value, bool) or value is None:
        found.text(path, str(value))
    elif isinstance(value, int | float):
        found.number(path, value, _step(value))
    elif not re.fullmatch(r"[0-9a-f]{64}", str(value)):  # the hash of all answers together
        found.text(path, str(value))


def _csv(content: bytes, found: _Found) -> None:
    _rows("", csv.reader(io.StringIO(content.decode("utf-8-sig"))), found)


def _xlsx(content: bytes, found: _Found) -> None:
    book = load_workbook(io.BytesIO(content))
    for sheet in book:
        _rows(sheet.title, sheet.iter_rows(values_only=True), found)
    book.close()


def _rows(table: str, rows: Iterable[Iterable[object]], found: _Found) -> None:
    """A row goes by its codes and names, which are its cells that are no numbers."""
    head, *body = (list(row) for row in rows)
    for row in body:
        name = " ".join(str(cell) for cell in row if _number(cell) is None and not _is_hash(cell) and cell)
        name = MOMENTS.sub("(moment)", name)
        for column, cell in zip(head, row, strict=True):
            value = _number(cell)
            if value is not None:
                found.number(f"{table} / {name} / {column}", value, _step(value))
            elif not _is_hash(cell):
                found.text(f"{table} / {name} / {column}", str(cell))


def _number(cell: object) -> float | None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    return float(cell) if isinstance(cell, str) and re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", cell) else None


def _is_hash(cell: object) -> bool:
    return bool(re.fullmatch(r"[0-9a-f]{64}", str(cell)))


def _pdf(content: bytes, found: _Found) -> None:
    for line in pdf_lines(content):
        if not re.fullmatch(r".*[0-9a-f]{20,}.*", line):
            found.text("", line)


def pdf_lines(content: bytes) -> Iterator[str]:
    """What the glyphs of a PDF say, line by line, and its metadata."""
    reader = PdfReader(io.BytesIO(content))
    for page in reader.pages:
        yield from page.extract_text(extraction_mode="layout").splitlines()
    for key, value in (reader.metadata or {}).items():
        if key not in ("/CreationDate", "/ModDate"):
            yield f"{key} {value}"


def _text(content: bytes, found: _Found) -> None:
    if content:
        found.text("", content.decode())

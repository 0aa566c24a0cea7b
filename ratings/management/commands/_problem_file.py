"""A decision problem read from a CSV, XLSX or JSON file. Every error names the cell and what to do."""

import csv
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from mhin.common.uploads import UploadRefused, check_archive

WEIGHT = "weight"
MOST_BYTES = 5_000_000

Row = tuple[int, list[str]]


class ProblemFileError(ValueError):
    """The file is not a decision problem; the message is one line that names the place."""


@dataclass(frozen=True)
class ProblemFile:
    """Weights of any sum, and one row of values an option; None where the file has no value."""

    objectives: tuple[str, ...]
    weights: tuple[float, ...]
    options: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]


def read_problem(path: Path) -> ProblemFile:
    """Read a file by its ending. Raises ProblemFileError."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ProblemFileError(f"{path.name}: larger than {MOST_BYTES // 1_000_000} MB")
        return READERS[path.suffix.lower()](path)
    except KeyError:
        raise ProblemFileError(f"{path.name}: give a .csv, .xlsx or .json file") from None
    except OSError as error:
        raise ProblemFileError(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ProblemFileError(f"{path.name}: not UTF-8 text (byte {error.start})") from error


def _read_csv(path: Path) -> ProblemFile:
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            return _from_rows([(number, row) for number, row in enumerate(csv.reader(file), start=1) if any(row)])
        except csv.Error as error:
            raise ProblemFileError(f"{path.name}: {error}") from error


def _read_xlsx(path: Path) -> ProblemFile:
    try:
        content = path.read_bytes()
        check_archive(content)
        sheet = load_workbook(BytesIO(content), read_only=True, data_only=True).worksheets[0]
    except UploadRefused as error:
        raise ProblemFileError(f"{path.name}: {error}") from error
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError) as error:
        raise ProblemFileError(f"{path.name}: not an XLSX workbook") from error
    rows = [
        (number, ["" if cell is None else str(cell) for cell in row])
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1)
    ]
    return _from_rows([(number, row) for number, row in rows if any(row)])


def _read_json(path: Path) -> ProblemFile:
    """{"weights": {objective: number}, "options": {option: {objective: number or null}}}"""
    try:
        data = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_without_repeats)
    except json.JSONDecodeError as error:
        raise ProblemFileError(f"{path.name}: line {error.lineno}, column {error.colno}: {error.msg}") from error
    weights, options = (data.get(key) if isinstance(data, dict) else None for key in ("weights", "options"))
    if not isinstance(weights, dict) or not isinstance(options, dict):
        raise ProblemFileError(f'{path.name}: give an object with "weights" and "options", both objects')
    objectives = list(weights)
    rows: list[Row] = [(1, ["option", *objectives]), (2, [WEIGHT, *map(_as_text, weights.values())])]
    for number, (option, values) in enumerate(options.items(), start=3):
        if not isinstance(values, dict):
            raise ProblemFileError(f"option {option!r}: its values must be an object of objective and number")
        unknown = sorted(set(values) - set(objectives))
        if unknown:
            raise ProblemFileError(f"option {option!r}: objective {unknown[0]!r} has no weight")
        rows.append((number, [option, *(_as_text(values.get(name)) for name in objectives)]))
    return _from_rows(rows)


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """JSON lets a name stand twice in one object and keeps the last; here that is a mistake."""
    _refuse_repeats("name", [name for name, _ in pairs])
    return dict(pairs)


def _as_text(value: Any) -> str:
    return "" if value is None else str(value)


READERS = {".csv": _read_csv, ".xlsx": _read_xlsx, ".json": _read_json}


def _from_rows(rows: Sequence[Row]) -> ProblemFile:
    """A header `option,<objective>,...`, one row `weight,...`, then one row an option."""
    if not rows:
        raise ProblemFileError("the file is empty")
    objectives = _objectives(rows[0][1])
    for number, row in rows[1:]:
        if len(row) != len(objectives) + 1:
            raise ProblemFileError(f"row {number}: {len(row)} columns, the header has {len(objectives) + 1}")
    named = [(number, row[0].strip(), row[1:]) for number, row in rows[1:]]
    weights = _weights([row for row in named if row[1].lower() == WEIGHT], objectives)
    options = [row for row in named if row[1].lower() != WEIGHT]
    _refuse_repeats("option", [name for _, name, _ in options])
    if len(options) < 2:
        raise ProblemFileError(f"{len(options)} option given; two or more are needed to rank")
    return ProblemFile(
        objectives=objectives,
        weights=weights,
        options=tuple(name for _, name, _ in options),
        values=tuple(
            tuple(_number(cell, number, name) for cell, name in zip(cells, objectives, strict=True))
            for number, _, cells in options
        ),
    )


def _objectives(header: list[str]) -> tuple[str, ...]:
    names = tuple(name.strip() for name in header[1:])
    if not names:
        raise ProblemFileError("row 1: no objective; the header is option,<objective>,<objective>,...")
    _refuse_repeats("objective", names)
    return names


def _refuse_repeats(what: str, names: Sequence[str]) -> None:
    for place, name in enumerate(names):
        if not name:
            raise ProblemFileError(f"{what} {place + 1} has no name")
        if name in names[:place]:
            raise ProblemFileError(f"{what} {name!r} stands there twice")


def _weights(rows: list[tuple[int, str, list[str]]], objectives: tuple[str, ...]) -> tuple[float, ...]:
    if len(rows) != 1:
        raise ProblemFileError(f"{len(rows)} rows of weights; exactly one row 'weight,...' is needed")
    number, _, cells = rows[0]
    weights = []
    for cell, name in zip(cells, objectives, strict=True):
        weight = _number(cell, number, name)
        if weight is None:
            raise ProblemFileError(f"row {number}, column {name!r}: the weight is missing")
        if weight < 0:
            raise ProblemFileError(f"row {number}, column {name!r}: the weight {cell.strip()} is less than 0")
        weights.append(weight)
    if not any(weights):
        raise ProblemFileError(f"row {number}: every weight is 0; at least one must be more")
    return tuple(weights)


def _number(cell: str, row: int, column: str) -> float | None:
    text = cell.strip()
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ProblemFileError(f"row {row}, column {column!r}: {text!r} is not a number")
    return number

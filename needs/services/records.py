"""Checking the records of a data file against a table, before any of them is written."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Model

_check_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Column:
    """One field of a record: how it is read, and the model's field it fills (none for a reference)."""

    read: Callable[[Any], Any]
    field: str = ""
    optional: bool = False


@dataclass(frozen=True)
class Record:
    """What the file says of one row: values by the model's field names, references by the file's own."""

    code: str
    fields: dict[str, Any] = field(default_factory=dict)
    references: dict[str, Any] = field(default_factory=dict)


def text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError("must be text")
    if "\x00" in value:
        raise ValueError("must not hold a NUL character")
    return value.strip()


def number(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("must be a whole number")
    return value


def texts(value: Any) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise ValueError("must be a list")
    return [text(item) for item in value]


def addresses(value: Any) -> list[str]:
    for address in (found := texts(value)):
        try:
            _check_address(address)
        except ValidationError:
            raise ValueError(f"'{address}' is not a web address") from None
    return found


def read_records(
    rows: Any, *, kind: str, columns: Mapping[str, Column], model: type[Model], problems: list[str], key: str = "id"
) -> list[Record]:
    """Read what can be read; every fault is added to `problems`. `key` is the field that names a record."""
    if not isinstance(rows, list):
        problems.append(f"the list of {kind} records is missing")
        return []
    codes = [_code(row, key) for row in rows]
    records = [
        _read_record(row, code, f"{kind} {code or f'number {place}'}", columns, problems)
        for place, (row, code) in enumerate(zip(rows, codes, strict=True), 1)
    ]
    for record in records:
        problems.extend(_faults(record, kind, columns, model))
    problems.extend(_repeats(records, kind, columns, model))
    return records


def _code(row: Any, key: str) -> str:
    code = row.get(key) if isinstance(row, dict) else None
    return code.strip() if isinstance(code, str) else ""


def _read_record(row: Any, code: str, name: str, columns: Mapping[str, Column], problems: list[str]) -> Record:
    if not isinstance(row, dict):
        problems.append(f"{name}: must be an object with the fields {', '.join(columns)}")
        return Record("")
    problems.extend(f"{name}: '{key}' is not a known field" for key in row if key not in columns)
    record = Record(code)
    for key, column in columns.items():
        if row.get(key) is None and not column.optional:
            problems.append(f"{name}: '{key}' is missing")
            continue
        try:
            value = column.read(row.get(key))
        except ValueError as error:
            problems.append(f"{name}: '{key}' {error}")
            continue
        (record.fields if column.field else record.references)[column.field or key] = value
    return record


def _faults(record: Record, kind: str, columns: Mapping[str, Column], model: type[Model]) -> Iterator[str]:
    """What the model's own fields refuse: lengths, choices, ranges, blanks."""
    unread = {item.name for item in model._meta.fields} - set(record.fields)
    try:
        model(**record.fields).clean_fields(exclude=unread)
    except ValidationError as error:
        names = {column.field: key for key, column in columns.items()}
        for name, messages in error.message_dict.items():
            yield f"{kind} {record.code}: '{names[name]}': {' '.join(messages)}"


def _repeats(records: list[Record], kind: str, columns: Mapping[str, Column], model: type[Model]) -> Iterator[str]:
    for key, column in columns.items():
        if not column.field or not getattr(model._meta.get_field(column.field), "unique", False):
            continue
        seen: set[Any] = set()
        for value in (record.fields.get(column.field) for record in records):
            if value in seen and value is not None:
                yield f"{kind} records: '{key}' {value} appears more than once"
            seen.add(value)

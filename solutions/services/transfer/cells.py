"""How a cell of a table is read and written; every error says what the cell should hold."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from import_export.widgets import Widget

from mhin.common.spreadsheets import restored

_check_address = URLValidator(schemes=["http", "https"])
_BETWEEN_CODES = re.compile(r"[\s,;]+")


def plain(cell: Any) -> str:
    """The text of a cell, without the apostrophe that made it harmless."""
    return plain_value("" if cell is None else restored(str(cell)))


def plain_value(value: Any) -> Any:
    """As this portal compares texts: spreadsheet programs change line ends and drop spaces at the ends."""
    return value.replace("\r\n", "\n").replace("\r", "\n").strip() if isinstance(value, str) else value


class TextCell(Widget):
    def clean(self, value: Any, row: Mapping[str, Any] | None = None, **kwargs: Any) -> str:
        return plain(value)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return value or ""


class CodeCell(TextCell):
    """The code of the row itself; it becomes part of an address."""

    def clean(self, value: Any, row: Mapping[str, Any] | None = None, **kwargs: Any) -> str:
        code = plain(value)
        if not re.fullmatch(r"[A-Za-z0-9_-]+", code):
            raise ValueError("Give a code of letters, digits and hyphens.")
        return code


class ChoiceCell(TextCell):
    def __init__(self, choices: Collection[str]) -> None:
        super().__init__()
        self.choices = choices

    def clean(self, value: Any, row: Mapping[str, Any] | None = None, **kwargs: Any) -> str:
        found = plain(value)
        if found not in self.choices:
            raise ValueError(f"“{_short(found)}” is not one of {', '.join(self.choices)}.")
        return found


class NumberCell(Widget):
    def clean(self, value: Any, row: Mapping[str, Any] | None = None, **kwargs: Any) -> int | None:
        text = plain(value)
        if text and not re.fullmatch(r"[0-9]{1,9}", text):
            raise ValueError(f"“{_short(text)}” is not a whole number.")
        return int(text) if text else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return value


class AddressCell(TextCell):
    def clean(self, value: Any, row: Mapping[str, Any] | None = None, **kwargs: Any) -> str:
        address = plain(value)
        if address:
            _check(address)
        return address


class AddressesCell(Widget):
    """Web addresses, one on a line."""

    def clean(self, value: Any, row: Mapping[str, Any] | None = None, **kwargs: Any) -> list[str]:
        addresses = plain(value).split()
        for address in addresses:
            _check(address)
        return addresses

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "\n".join(value or [])


class ReferenceCell(TextCell):
    """The code of another row. `known` holds those of the catalogue and those that the file brings."""

    def __init__(self, kind: str, optional: bool = False) -> None:
        super().__init__()
        self.kind = kind
        self.optional = optional
        self.known: Collection[str] = ()

    def clean(self, value: Any, row: Mapping[str, Any] | None = None, **kwargs: Any) -> str:
        code = plain(value)
        if not code and self.optional:
            return ""
        if code not in self.known:
            raise ValueError(f"There is no {self.kind} “{_short(code)}”." if code else f"Name the {self.kind}.")
        return code


class ReferencesCell(ReferenceCell):
    """The codes of other rows, divided by spaces or commas. Their order means nothing."""

    def clean(self, value: Any, row: Mapping[str, Any] | None = None, **kwargs: Any) -> list[str]:  # type: ignore[override]
        codes = sorted(set(filter(None, _BETWEEN_CODES.split(plain(value)))))
        if unknown := [code for code in codes if code not in self.known]:
            raise ValueError(f"There is no {self.kind} “{_short(', '.join(unknown))}”.")
        return codes

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return ", ".join(value or [])


def _check(address: str) -> None:
    try:
        _check_address(address)
    except ValidationError:
        raise ValueError(f"“{_short(address)}” is not a web address.") from None


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"

"""Bringing rows into the state that a data file describes, each change with its audit event."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import F, Model

from mhin.accounts.models import User
from mhin.audit.models import AuditEvent
from mhin.audit.services import record_event

_PARKED = 10_000  # beyond every place in use, within a small integer

M = TypeVar("M", bound=Model)


@dataclass
class Counts:
    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.added + other.added, self.changed + other.changed, self.unchanged + other.unchanged)

    def __str__(self) -> str:
        return f"{self.added} added, {self.changed} changed, {self.unchanged} unchanged"


def save_row(row: Model, fields: Mapping[str, Any], *, by: User | None, counts: Counts) -> AuditEvent | None:
    """Write what differs. A row without a primary key is added; one that is as described is left alone."""
    differing = {name: value for name, value in fields.items() if row._state.adding or getattr(row, name) != value}
    if not differing:
        counts.unchanged += 1
        return None
    adding = row._state.adding
    before = {} if adding else {name: _plain(getattr(row, name)) for name in differing}
    for name, value in differing.items():
        setattr(row, name, value)
    row.save(force_insert=adding, update_fields=None if adding else [*differing, "updated_at"])
    after = {name: _plain(value) for name, value in differing.items()}
    event = record_event("added" if adding else "changed", target=row, by=by, before=before, after=after)
    if adding:
        counts.added += 1
    else:
        counts.changed += 1
    return event


def park_positions(rows: Iterable[M], positions: Mapping[Any, int], *, key: str = "code") -> None:
    """Move the rows that will change places out of the way, so that two can swap under a unique constraint."""
    moving = [row for row in rows if positions.get(getattr(row, key), row.position) != row.position]  # type: ignore[attr-defined]
    if moving:
        type(moving[0])._default_manager.filter(pk__in=[row.pk for row in moving]).update(
            position=F("position") + _PARKED
        )


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float | bool | list) else str(value)

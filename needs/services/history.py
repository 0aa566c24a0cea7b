"""Writing a step in the life of a need or of a solution, for people and for investigation alike."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import Model

from mhin.accounts.models import User
from mhin.audit.services import record_event

M = TypeVar("M", bound=Model)


class CurationError(ValueError):
    """This cannot be done now; the message says why and what to do."""


def refuse_unless(condition: bool, message: str) -> None:
    if not condition:
        raise CurationError(message)


def lock_row(row: M) -> M:
    """The row as it is now; nobody else changes it until the transaction ends."""
    rows = type(row)._default_manager.select_for_update(of=("self",)).select_related("area")
    return rows.get(pk=row.pk)


def log_step(
    row: Any,
    act: str,
    *,
    by: User | None,
    from_status: str = "",
    note: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """One row that people read in the history, and one audit event; both say what was there before and after."""
    before, after = _plain(before or {}), _plain(after or {})
    row.status_changes.create(
        act=act, from_status=from_status, to_status=row.status, note=note, by=by, before=before, after=after
    )
    changed = from_status != row.status
    record_event(
        f"{row._meta.model_name}_{act}",
        target=row,
        by=by,
        before=({"status": from_status} if changed and from_status else {}) | before,
        after=({"status": row.status} if changed else {}) | ({"note": note} if note else {}) | after,
    )


def joined(done: str, why: str) -> str:
    return ". ".join(part for part in (done, why) if part)


def replace_links(locked: Any, name: str, rows: Iterable[Any], *, act: str, by: User, note: str = "") -> None:
    """Make these the rows that a locked row is linked to by `name`, and no others."""
    links = getattr(locked, name)
    wanted = list(rows)
    before, after = ({linked.code for linked in found} for found in (links.all(), wanted))
    if before == after:
        return
    links.set(wanted)
    parts = [("Added", after - before), ("Removed", before - after)]
    changed = ". ".join(f"{word}: {', '.join(sorted(codes))}" for word, codes in parts if codes)
    log_step(
        locked,
        act,
        by=by,
        from_status=locked.status,
        note=joined(changed, note),
        before={name: sorted(before)},
        after={name: sorted(after)},
    )


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _as_kept(value) for name, value in fields.items()}


def _as_kept(value: Any) -> Any:
    if value is None:
        return ""
    return value if isinstance(value, str | int | list | dict) else str(value)

"""Writing a step of a need's life, for people and for investigation alike."""

from typing import Any

from mhin.accounts.models import User
from mhin.audit.services import record_event
from needs.models import Need, NeedStatusChange


class CurationError(ValueError):
    """This cannot be done now; the message says why and what to do."""


def refuse_unless(condition: bool, message: str) -> None:
    if not condition:
        raise CurationError(message)


def log_need(
    *,
    need: Need,
    act: str,
    by: User | None,
    from_status: str = "",
    note: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """One row that people read in the history, and one audit event with what was there before and after."""
    NeedStatusChange.objects.create(
        need=need, act=act, from_status=from_status, to_status=need.status, note=note, by=by
    )
    changed = from_status != need.status
    record_event(
        f"need_{act}",
        target=need,
        by=by,
        before=({"status": from_status} if changed and from_status else {}) | (before or {}),
        after=({"status": need.status} if changed else {}) | ({"note": note} if note else {}) | (after or {}),
    )


def lock_need(need: Need) -> Need:
    """The row as it is now; nobody else changes it until the transaction ends."""
    return Need.objects.select_for_update(of=("self",)).select_related("area").get(pk=need.pk)

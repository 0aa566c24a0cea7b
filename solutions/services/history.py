"""Writing a step of a solution's life, for people and for investigation alike."""

from typing import Any

from mhin.accounts.models import User
from mhin.audit.services import record_event
from solutions.models import Solution, SolutionStatusChange


def log_solution(
    *,
    solution: Solution,
    act: str,
    by: User | None,
    from_status: str = "",
    note: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """One row that people read in the history, and one audit event with what was there before and after."""
    SolutionStatusChange.objects.create(
        solution=solution, act=act, from_status=from_status, to_status=solution.status, note=note, by=by
    )
    changed = from_status != solution.status
    record_event(
        f"solution_{act}",
        target=solution,
        by=by,
        before=({"status": from_status} if changed and from_status else {}) | (before or {}),
        after=({"status": solution.status} if changed else {}) | ({"note": note} if note else {}) | (after or {}),
    )


def lock_solution(solution: Solution) -> Solution:
    """The row as it is now; nobody else changes it until the transaction ends."""
    return Solution.objects.select_for_update(of=("self",)).select_related("area").get(pk=solution.pk)


def plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | list) else str(value)

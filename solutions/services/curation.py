"""What a curator decides about a solution: what it says, which needs it could meet, whether it is in the catalogue."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from mhin.accounts.models import User
from needs.models import Need
from needs.services.codes import next_code
from needs.services.history import joined, lock_row, log_step, refuse_unless, replace_links
from solutions.models import Solution, SolutionStatusChange

WORDING = ("title", "summary", "easy_read", "population")
EDITABLE = (
    *WORDING,
    "readiness",
    "area",
    "provenance",
    "provenance_note",
    "source_urls",
    "conference_label",
    "conference_confidence",
)

Act = SolutionStatusChange.Act


@transaction.atomic
def add_solution(*, fields: Mapping[str, Any], by: User, note: str = "") -> Solution:
    """A draft with the next code: nobody but curators sees it until it is published."""
    solution = Solution.objects.create(**{"code": next_code(Solution, "S"), **fields, "status": Solution.Status.DRAFT})
    log_step(solution, Act.DRAFTED, by=by, note=note, after=fields)
    return solution


@transaction.atomic
def edit_solution(*, solution: Solution, fields: Mapping[str, Any], by: User, note: str = "") -> Solution:
    """Change what differs. Published wording changes by a draft, so that the change has its reason."""
    locked = lock_row(solution)
    differing = {name: value for name, value in fields.items() if getattr(locked, name) != value}
    if not differing:
        return locked
    refuse_unless(set(differing) <= set(EDITABLE), "This cannot be edited.")
    refuse_unless(locked.status != Solution.Status.ARCHIVED, "Make it a draft again before changing it.")
    refuse_unless(
        locked.status == Solution.Status.DRAFT or not set(differing) & set(WORDING),
        "The published wording changes by a draft. Open “Change the wording”.",
    )
    before = {name: getattr(locked, name) for name in differing}
    for name, value in differing.items():
        setattr(locked, name, value)
    locked.save(update_fields=[*differing, "updated_at"])
    log_step(
        locked,
        Act.EDITED,
        by=by,
        from_status=locked.status,
        note=joined(f"Changed: {', '.join(name.replace('_', ' ') for name in differing)}", note),
        before=before,
        after=differing,
    )
    return locked


@transaction.atomic
def cover_needs(*, solution: Solution, needs: Iterable[Need], by: User, note: str = "") -> Solution:
    """Make these the needs that the solution could meet, and no others."""
    locked = lock_row(solution)
    replace_links(locked, "needs", needs, act=Act.COVERAGE, by=by, note=note)
    return locked


@transaction.atomic
def note_evidence(*, solution: Solution, changes: Iterable[str], by: User, note: str = "") -> None:
    """Write into the history which documents were added or changed; each row has its own audit event."""
    locked, changed = lock_row(solution), ". ".join(changes)
    if changed:
        log_step(locked, Act.EVIDENCE, by=by, from_status=locked.status, note=joined(changed, note))


@transaction.atomic
def publish_solution(*, solution: Solution, by: User, note: str = "") -> Solution:
    """Put a draft into the catalogue that everybody reads."""
    locked = lock_row(solution)
    refuse_unless(locked.status == Solution.Status.DRAFT, "Only a draft can be published.")
    refuse_unless(bool(locked.summary.strip()), "Write the plain summary before publishing the solution.")
    return _set_status(locked, Solution.Status.PUBLISHED, Act.PUBLISHED, by, note)


@transaction.atomic
def archive_solution(*, solution: Solution, reason: str, by: User) -> Solution:
    """Take a solution out of the catalogue. Rounds and decisions that have it keep it."""
    locked = lock_row(solution)
    refuse_unless(bool(reason.strip()), "Say why.")
    refuse_unless(locked.status != Solution.Status.ARCHIVED, "It is not in the catalogue any more.")
    return _set_status(locked, Solution.Status.ARCHIVED, Act.ARCHIVED, by, note=reason)


@transaction.atomic
def reopen_solution(*, solution: Solution, note: str, by: User) -> Solution:
    """Make it a draft again: public pages stop showing it."""
    locked = lock_row(solution)
    refuse_unless(locked.status != Solution.Status.DRAFT, "It is a draft already.")
    return _set_status(locked, Solution.Status.DRAFT, Act.REOPENED, by, note=note)


def _set_status(solution: Solution, status: str, act: str, by: User, note: str = "") -> Solution:
    """On a locked row."""
    before, solution.status = solution.status, status
    solution.save(update_fields=["status", "updated_at"])
    log_step(solution, act, by=by, from_status=before, note=note)
    return solution

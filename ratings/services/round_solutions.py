"""Solutions in a round that is being drafted: put in, taken out, their words kept up to date."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max

from mhin.accounts.models import User
from mhin.audit.services import record_event
from ratings.models import Round, RoundSolution
from ratings.services.rounds import RoundError
from solutions.models import Solution

WORDS = ("title", "summary", "easy_read", "population")


@transaction.atomic
def add_solution_to_draft(*, round_: Round, solution: Solution, by: User) -> RoundSolution:
    """At the end of the round's list, in the words that are published now."""
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.status != Round.Status.DRAFT:
        raise RoundError(f"{locked} has opened: what people rate there does not change any more.")
    if solution.status != Solution.Status.PUBLISHED:
        raise RoundError("Publish the solution first. People rate only what everybody can read.")
    if locked.round_solutions.filter(code=solution.code).exists():
        raise RoundError(f"{solution.code} is in {locked} already.")
    last = locked.round_solutions.aggregate(last=Max("position"))["last"]
    words = {name: getattr(solution, name) for name in WORDS}
    row = RoundSolution.objects.create(
        round=locked,
        solution=solution,
        code=solution.code,
        position=0 if last is None else last + 1,
        **words,
    )
    record_event("solutions_added", target=locked, by=by, after={"codes": [row.code]})
    return row


@transaction.atomic
def add_solutions_to_draft(*, round_: Round, solutions: Iterable[Solution], by: User) -> None:
    """All of them or none, in the order given."""
    for solution in solutions:
        add_solution_to_draft(round_=round_, solution=solution, by=by)


@transaction.atomic
def take_solution_out_of_draft(*, round_: Round, solution: Solution, by: User) -> None:
    """The others keep their order."""
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.status != Round.Status.DRAFT:
        raise RoundError(f"{locked} has opened: what people rate there does not change any more.")
    deleted, _ = locked.round_solutions.filter(solution=solution).delete()
    if not deleted:
        raise RoundError(f"{solution.code} is not in {locked}.")
    record_event("solution_taken_out", target=locked, by=by, before={"code": solution.code})


@transaction.atomic
def refresh_words_in_drafts(*, solution: Solution, by: User) -> int:
    """Rounds that are being drafted show the words published now; a round that has opened never changes."""
    rows = RoundSolution.objects.select_for_update(of=("self",)).filter(
        solution=solution, round__status=Round.Status.DRAFT
    )
    changed = 0
    for row in rows.select_related("round"):
        before = {name: getattr(row, name) for name in WORDS if getattr(row, name) != getattr(solution, name)}
        if not before:
            continue
        after = {name: getattr(solution, name) for name in before}
        RoundSolution.objects.filter(pk=row.pk).update(**after)
        record_event("words_refreshed", target=row, by=by, before=before, after=after)
        changed += 1
    if not changed:
        raise RoundError("Every round that is being drafted shows the published words already.")
    return changed

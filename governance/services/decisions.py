"""Recording what a body decided, on which run."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from governance.models import Body, Decision, Meeting
from governance.selectors.decisions import ranking_is_hidden
from mhin.accounts.models import User
from mhin.audit.services import record_event
from ratings.models import Round, RoundSolution, ScoreRun


class DecisionError(Exception):
    """The decision cannot be recorded; the message says why, for the person who tries."""


@transaction.atomic
def record_decision(
    *,
    body: Body,
    run: ScoreRun,
    round_solution: RoundSolution,
    outcome: str,
    rationale: str,
    decided_on: date,
    meeting: Meeting | None = None,
    by: User,
) -> Decision:
    """Record a decision on the run that the people who decided had before them.

    What the same body decided earlier about the same solution in the same round is kept, and marked as replaced.
    """
    _check(body, run, round_solution, decided_on, meeting)
    RoundSolution.objects.select_for_update(no_key=True).get(pk=round_solution.pk)  # one decision on it at a time
    earlier = Decision.objects.filter(body=body, round_solution=round_solution, superseded_by__isnull=True).first()
    decision = Decision.objects.create(
        body=body,
        run=run,
        round_solution=round_solution,
        outcome=outcome,
        rationale=rationale,
        decided_on=decided_on,
        meeting=meeting,
        recorded_by=by,
        supersedes=earlier,
    )
    record_event("decision_recorded", target=decision, by=by, after=_facts(decision))
    return decision


def _check(body: Body, run: ScoreRun, round_solution: RoundSolution, decided_on: date, meeting: Meeting | None) -> None:
    if run.round.status == Round.Status.DRAFT:
        raise DecisionError("This round has not opened yet, so there is nothing to decide on.")
    if ranking_is_hidden(run.round):
        raise DecisionError("The ranking of this round is not shown before the round closes. Decide after that.")
    if round_solution.round_id != run.round_id:
        raise DecisionError("Choose a solution of the round that the run belongs to.")
    if decided_on > timezone.localdate():
        raise DecisionError("The day of the decision must not be in the future.")
    if meeting is not None and meeting.body_id != body.pk:
        raise DecisionError("Choose a meeting of the body that decided.")


def _facts(decision: Decision) -> dict[str, str | int]:
    return {
        "body": decision.body.code,
        "solution": decision.round_solution.code,
        "round": decision.run.round.slug,
        "run": decision.run.number,
        "outcome": decision.outcome,
        "decided_on": decision.decided_on.isoformat(),
    }

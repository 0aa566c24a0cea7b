"""The life of a round: drafted, opened, closed, published."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models.functions import Least, Now

from mhin.accounts.models import User
from mhin.audit.services import record_event
from ratings.locks import wait_for_saves
from ratings.models import Objective, Region, Round, RoundGroup, RoundRegion, RoundSolution, StakeholderGroup
from ratings.services.opening import why_not_open
from ratings.services.recompute import request_recompute
from solutions.models import Solution


class RoundError(ValueError):
    """The round cannot do this now; the message says why and what to do."""


@transaction.atomic
def draft_round(*, by: User | None, **fields: Any) -> Round:
    """Start a round. Nobody but administrators sees it before it opens."""
    round_ = Round.objects.create(status=Round.Status.DRAFT, **fields)
    record_event("round_drafted", target=round_, by=by, after=policy_of(round_))
    return round_


@transaction.atomic
def add_objectives(*, round_: Round, objectives: Iterable[Mapping[str, Any]], by: User | None) -> list[Objective]:
    """Add objectives given as the fields of `Objective`, in the order in which people will see them."""
    start = round_.objectives.count()
    added = Objective.objects.bulk_create(
        Objective(round=round_, position=position, **fields) for position, fields in enumerate(objectives, start=start)
    )
    record_event("objectives_added", target=round_, by=by, after={"codes": [item.code for item in added]})
    return added


@transaction.atomic
def add_solutions(*, round_: Round, solutions: Iterable[Solution], by: User | None) -> list[RoundSolution]:
    """Freeze the order and the wording that people will see."""
    start = round_.round_solutions.count()
    added = RoundSolution.objects.bulk_create(
        RoundSolution(
            round=round_,
            solution=solution,
            code=solution.code,
            title=solution.title,
            summary=solution.summary,
            easy_read=solution.easy_read,
            population=solution.population,
            position=position,
        )
        for position, solution in enumerate(solutions, start=start)
    )
    record_event("solutions_added", target=round_, by=by, after={"codes": [item.code for item in added]})
    return added


@transaction.atomic
def set_targets(
    *, round_: Round, groups: Mapping[StakeholderGroup, int], regions: Mapping[Region, int], by: User | None
) -> None:
    """Name the groups and the regions of a draft, and how many people are hoped for of each."""
    RoundGroup.objects.bulk_create(
        RoundGroup(round=round_, group=group, target_people=people) for group, people in groups.items()
    )
    RoundRegion.objects.bulk_create(
        RoundRegion(round=round_, region=region, target_people=people) for region, people in regions.items()
    )
    after = {
        "groups": {group.code: people for group, people in groups.items()},
        "regions": {region.code: people for region, people in regions.items()},
    }
    record_event("targets_set", target=round_, by=by, after=after)


@transaction.atomic
def open_round(*, round_: Round, by: User | None) -> Round:
    """Freeze the policies and let people in."""
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    problem = why_not_open(locked)
    _refuse_unless(not problem, problem)
    locked.status = Round.Status.OPEN
    locked.opens_at = locked.opens_at or Now()
    locked.save(update_fields=["status", "opens_at", "updated_at"])
    request_recompute(round_id=locked.pk)
    record_event("round_opened", target=locked, by=by, after=policy_of(locked))
    return _refreshed(round_)


@transaction.atomic
def close_round(*, round_: Round, by: User | None) -> Round:
    """Saves under way finish first; the last run is made from what they left."""
    wait_for_saves(round_.pk)
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    _refuse_unless(locked.status == Round.Status.OPEN, "Only an open round can be closed.")
    Round.objects.filter(pk=round_.pk).update(status=Round.Status.CLOSED, closes_at=Least("closes_at", Now()))
    request_recompute(round_id=locked.pk)
    record_event("round_closed", target=locked, by=by)
    return _refreshed(round_)


@transaction.atomic
def publish_round(*, round_: Round, by: User | None) -> Round:
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    _refuse_unless(locked.status == Round.Status.CLOSED, "Close the round before publishing its results.")
    Round.objects.filter(pk=locked.pk).update(status=Round.Status.PUBLISHED, published_at=Now(), updated_at=Now())
    record_event("round_published", target=locked, by=by)
    return _refreshed(round_)


def policy_of(round_: Round) -> dict[str, str | int]:
    """The policies that are frozen at opening and written into every run."""
    return {
        "kind": round_.kind,
        "voice": round_.voice,
        "weights": round_.weights,
        "aggregation": round_.aggregation,
        "visibility": round_.visibility,
        "smallest_group": round_.smallest_group,
        "shortlist_size": round_.shortlist_size,
        "seed": round_.seed,
    }


def _refreshed(round_: Round) -> Round:
    """The caller's own row, with what the database now says."""
    round_.refresh_from_db()
    return round_


def _refuse_unless(condition: bool, message: str) -> None:
    if not condition:
        raise RoundError(message)

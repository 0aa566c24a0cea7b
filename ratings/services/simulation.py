"""Made-up stakeholders for demonstrations and load tests. They only ever enter a round that says it is simulated."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import numpy as np
from django.db import transaction
from django.utils import timezone
from numpy.random import Generator
from numpy.typing import NDArray

from mhin.accounts.models import User
from mhin.audit.services import record_event
from ratings.models import (
    Objective,
    Participant,
    Rating,
    RatingEvent,
    Round,
    RoundSolution,
    StakeholderGroup,
    Swing,
)
from ratings.selectors import groups_of, objectives_of, regions_of, round_solutions_of
from ratings.services.answers import lock_open_round
from ratings.services.consent import CURRENT
from ratings.services.recompute import request_recompute
from ratings.services.rounds import RoundError
from ratings.services.simulated_circumstances import Circumstances, imagine_circumstances, write_invitations
from ratings.services.simulated_comments import Opinion, write_comments
from ratings.sheets import MISSING

BATCH = 5_000
# How people differ, in points of the 1-9 scale.
SOLUTION_SPREAD, OBJECTIVE_SPREAD, GROUP_SPREAD, SEVERITY_SPREAD, NOISE = 1.1, 0.7, 0.6, 0.9, 1.2
MIDDLE = 5.6
# Places in the order of merit of the solutions that set half of the groups against the others, and the people of every
# group against one another. Without them a demonstration would show a network that agrees about everything.
GROUPS_DIFFER, PEOPLE_DIFFER = (4, 12), (5, 15)
GROUPS_APART, PEOPLE_APART = 1.4, 3.6
FINISHES, CANNOT_JUDGE = 0.62, 0.06


@dataclass(frozen=True)
class Cast:
    """Who takes part and what they say: values (people, m, n) with 255 for no value, points (people, n)."""

    groups: list[StakeholderGroup]
    ids: list[UUID]
    values: NDArray[np.uint8]
    cannot_judge: NDArray[np.bool_]
    points: NDArray[np.uint8]
    finished: NDArray[np.bool_]


@transaction.atomic
def simulate_stakeholders(
    *,
    round_: Round,
    people: int,
    seed: int,
    by: User | None,
    inviter: User | None = None,
    curator: User | None = None,
) -> int:
    """Add made-up people of every group, some severe and some lenient, many of whom stop early. Returns answers.

    With an inviter also the invitations that brought them, and some that brought nobody; no mail is sent. With a
    curator also comments, most of which the curator has read.
    """
    if not round_.is_simulated:
        raise RoundError(f"{round_.slug!r} is not marked as simulated, so no simulated people may join it.")
    lock_open_round(round_.pk)
    rng = np.random.default_rng(seed)
    objectives, round_solutions = objectives_of(round_), round_solutions_of(round_)
    cast = _imagine(rng, list(groups_of(round_)), people, len(round_solutions), len(objectives))
    who = imagine_circumstances(people=people, regions=list(regions_of(round_)), seed=seed)
    _write_people(round_, cast, who)
    _write_ratings(cast, round_solutions, objectives)
    _write_swings(cast, objectives)
    if inviter:
        write_invitations(round_=round_, groups=cast.groups, who=who, seed=seed, by=inviter)
    if curator:
        write_comments(round_solutions=round_solutions, opinions=_opinions(cast), seed=seed, by=curator)
    request_recompute(round_id=round_.pk)
    record_event("people_simulated", target=round_, by=by, after={"people": people, "seed": seed})
    return int((cast.values != MISSING).sum())


def _imagine(rng: Generator, groups: list[StakeholderGroup], people: int, options: int, objectives: int) -> Cast:
    shares = np.linspace(1.6, 0.6, len(groups))
    members = np.sort(rng.choice(len(groups), size=people, p=shares / shares.sum()))
    # Everybody's group first, so that no group is empty while there are people enough.
    members[: min(people, len(groups))] = np.arange(min(people, len(groups)))
    values = _ratings(rng, members, len(groups), options, objectives)
    seen = _what_people_reach(rng, people, options)[:, :, None]
    cannot_judge = seen & (rng.random(values.shape) < CANNOT_JUDGE)
    return Cast(
        groups=[groups[index] for index in members],
        ids=[uuid4() for _ in range(people)],
        values=np.where(seen & ~cannot_judge, values, MISSING).astype(np.uint8),
        cannot_judge=cannot_judge,
        points=_swing_points(rng, people, objectives),
        finished=np.asarray(seen.all(axis=(1, 2))),
    )


def _ratings(
    rng: Generator, members: NDArray[np.int64], groups: int, options: int, objectives: int
) -> NDArray[np.float64]:
    merit = rng.normal(0, SOLUTION_SPREAD, (1, options, 1)) + rng.normal(0, OBJECTIVE_SPREAD, (1, options, objectives))
    leaning = rng.normal(0, GROUP_SPREAD, (groups, options, objectives))
    severity = rng.normal(0, SEVERITY_SPREAD, (len(members), 1, 1))
    noise = rng.normal(0, NOISE, (len(members), options, objectives))
    taste = _tastes(rng, members, merit.mean(axis=2)[0])[:, :, None]
    return np.clip(np.rint(MIDDLE + merit + leaning[members] + taste - severity + noise), 1, 9)


def _tastes(rng: Generator, members: NDArray[np.int64], merit: NDArray[np.float64]) -> NDArray[np.float64]:
    """What sets groups or people apart on a few solutions, (people, options)."""
    order = np.argsort(-merit)
    tastes = np.zeros((len(members), len(merit)))
    for place in (place for place in GROUPS_DIFFER if place < len(merit)):
        tastes[:, order[place]] = np.where(members % 2, GROUPS_APART, -GROUPS_APART)
    for place in (place for place in PEOPLE_DIFFER if place < len(merit)):
        tastes[:, order[place]] = rng.choice([PEOPLE_APART, -PEOPLE_APART], len(members))
    return tastes


def _what_people_reach(rng: Generator, people: int, options: int) -> NDArray[np.bool_]:
    """Each person sees the solutions in an order of their own; many stop on the way."""
    reached = np.where(rng.random(people) < FINISHES, options, rng.integers(3, options + 1, people))
    place = rng.random((people, options)).argsort(axis=1).argsort(axis=1)
    return place < reached[:, None]


def _swing_points(rng: Generator, people: int, objectives: int) -> NDArray[np.uint8]:
    """Swing points in fives, 100 for the most important; a fifth of the people leave them out."""
    points = 5 * rng.integers(6, 20, (people, objectives))
    points[np.arange(people), rng.integers(0, objectives, people)] = 100
    points[rng.random(people) < 0.2] = MISSING
    return points.astype(np.uint8)


def _opinions(cast: Cast) -> list[list[Opinion]]:
    """Of everybody who rated a solution the mean of their answers to it, solution by solution."""
    means = np.ma.masked_equal(cast.values, MISSING).mean(axis=2)
    rated = ~np.ma.getmaskarray(means)
    return [[(cast.ids[i], float(means[i, s])) for i in np.flatnonzero(rated[:, s])] for s in range(means.shape[1])]


def _write_people(round_: Round, cast: Cast, who: Circumstances) -> None:
    now = timezone.now()
    Participant.objects.bulk_create(
        (
            Participant(
                pk=pk,
                round=round_,
                group=group,
                region=who.regions[index],
                mode=who.modes[index],
                consent_version=CURRENT.version,
                is_simulated=True,
                submitted_at=now if cast.finished[index] else None,
                sheet=cast.values[index].tobytes(),
                swing_sheet=cast.points[index].tobytes(),
            )
            for index, (pk, group) in enumerate(zip(cast.ids, cast.groups, strict=True))
        ),
        batch_size=BATCH,
    )


def _write_ratings(cast: Cast, round_solutions: list[RoundSolution], objectives: list[Objective]) -> None:
    answers = [
        {
            "participant_id": cast.ids[i],
            "round_solution": round_solutions[s],
            "objective": objectives[j],
            "state": Rating.State.CANNOT_JUDGE if cast.cannot_judge[i, s, j] else Rating.State.RATED,
            "value": None if cast.cannot_judge[i, s, j] else int(cast.values[i, s, j]),
            "version": 1,
        }
        for i, s, j in np.argwhere((cast.values != MISSING) | cast.cannot_judge)
    ]
    Rating.objects.bulk_create((Rating(**answer) for answer in answers), batch_size=BATCH)
    RatingEvent.objects.bulk_create((RatingEvent(**answer) for answer in answers), batch_size=BATCH)


def _write_swings(cast: Cast, objectives: list[Objective]) -> None:
    Swing.objects.bulk_create(
        (
            Swing(participant_id=cast.ids[i], objective=objectives[j], points=int(cast.points[i, j]))
            for i, j in np.argwhere(cast.points != MISSING)
        ),
        batch_size=BATCH,
    )

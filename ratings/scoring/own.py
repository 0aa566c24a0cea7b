"""One person's own numbers: their weights, the choices that test them, their own order. Nothing here is released."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ratings.mcda.additive import additive_scores, competition_ranks, rating_values
from ratings.mcda.tradeoffs import (
    Preference,
    Reading,
    TradeOff,
    choose_trade_offs,
    fitting_points,
    order_points,
    read_trade_offs,
)
from ratings.mcda.weights import swing_weights
from ratings.models import Objective, TradeOffAnswer

HARD_TO_SAY = TradeOffAnswer.Choice.HARD_TO_SAY


@dataclass(frozen=True)
class Question:
    """Raise `heavier` by `step` of its range, or `lighter` by all of it?"""

    heavier: Objective
    lighter: Objective
    step: float


@dataclass(frozen=True)
class Conflict:
    """The choice that fits the points least, and the points of the lighter objective with which it would fit."""

    question: Question
    choice: str
    heavier_points: int
    lighter_points: int
    fitting_points: int


def own_shares(points: Mapping[int, int]) -> dict[int, float]:
    """Objective id to its share of 1; empty when there are no points to share."""
    if not any(points.values()):
        return {}
    return dict(zip(points, map(float, swing_weights(list(points.values()))), strict=True))


def points_of_order(objective_ids: Sequence[int]) -> dict[int, int]:
    """Swing points of objectives given in order, the most important first."""
    return dict(zip(objective_ids, order_points(len(objective_ids)), strict=True))


def questions_for(points: Mapping[int, int], objectives: Sequence[Objective]) -> list[Question]:
    """The two trade-off questions that test somebody's points most."""
    chosen = choose_trade_offs([points[objective.pk] for objective in objectives])
    return [Question(objectives[item.heavier], objectives[item.lighter], item.step) for item in chosen]


def worst_conflict(
    points: Mapping[int, int], objectives: Sequence[Objective], answers: Sequence[TradeOffAnswer]
) -> Conflict | None:
    """The one pair to show, or None when choices and points fit. "Hard to say" contradicts nothing."""
    place = {objective.pk: index for index, objective in enumerate(objectives)}
    given = [
        (TradeOff(place[a.heavier_id], place[a.lighter_id], a.step), Preference(a.choice))
        for a in answers
        if a.choice != HARD_TO_SAY
    ]
    values = [points[objective.pk] for objective in objectives]
    readings = read_trade_offs(values, given)
    if not readings or not readings[0].conflicts:
        return None
    return _conflict(values, objectives, readings[0])


def _conflict(values: list[int], objectives: Sequence[Objective], reading: Reading) -> Conflict:
    asked = reading.question
    return Conflict(
        question=Question(objectives[asked.heavier], objectives[asked.lighter], asked.step),
        choice=reading.preference.value,
        heavier_points=values[asked.heavier],
        lighter_points=values[asked.lighter],
        fitting_points=fitting_points(values, reading),
    )


def own_ranks(ratings: Mapping[str, Sequence[int]], shares: Sequence[float]) -> dict[str, int]:
    """One person's order of the solutions they rated on every objective: code to rank, ties share one."""
    if not ratings:
        return {}
    scores = additive_scores(rating_values(list(ratings.values())), list(shares))
    return dict(zip(ratings, map(int, competition_ranks(scores)), strict=True))


def ranks_among(scores: Mapping[str, float]) -> dict[str, int]:
    """Ranks within a part of a list."""
    return dict(zip(scores, map(int, competition_ranks(list(scores.values()))), strict=True)) if scores else {}

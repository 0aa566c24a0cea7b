"""Do somebody's swing points fit the choices they make? Trade-off questions, and the pair that fits worst."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import ceil, floor, log

from numpy.typing import ArrayLike

from ratings.mcda.arrays import finite_floats
from ratings.mcda.errors import McdaError
from ratings.mcda.weights import rank_order_centroid

STEPS = (0.25, 0.5, 0.75)  # how far the heavier objective rises in a question
CLEAR = log(1.3)  # a question is asked only where the points point clearly one way
TOLERANCE = log(1.25)  # points are given in round numbers; a smaller departure says nothing
HIGHEST = 100


class Preference(StrEnum):
    """What somebody would rather have: the part rise, the whole rise, either."""

    PART = "part"
    WHOLE = "whole"
    SAME = "same"


@dataclass(frozen=True)
class TradeOff:
    """Raise `heavier` by `step` of its range, or raise `lighter` by the whole of its range? Both are indices."""

    heavier: int
    lighter: int
    step: float


@dataclass(frozen=True)
class Reading:
    """One answered question held against the points: how far apart they are, as |log of the ratio of ratios|."""

    question: TradeOff
    preference: Preference
    distance: float

    @property
    def conflicts(self) -> bool:
        return self.distance > TOLERANCE


def order_points(n: int) -> tuple[int, ...]:
    """Swing points of n objectives of which only the order is known, 100 first.

    Rank-order-centroid weights, scaled to 100 and rounded; never below 1, because the last
    in an order is not worth nothing. Raises McdaError for n < 1. Source: Barron & Barrett 1996.
    """
    centroid = rank_order_centroid(n)
    return tuple(max(1, round(float(share))) for share in HIGHEST * centroid / centroid[0])


def choose_trade_offs(points: ArrayLike, count: int = 2) -> tuple[TradeOff, ...]:
    """The questions that test the points most: close to the ratio they state, yet clearly on one side of it.

    points (n,) from 0 to 100. Each question is about another pair, and each new one brings in
    an objective not asked about where it can. Objectives of no points are left out, and two of
    which neither is heavier are asked about in the given order. Fewer than `count` come back
    when there are not enough pairs. Raises McdaError.
    """
    swings = finite_floats(points, what="swing points", ndim=1)
    candidates = [question for question in _questions(swings) if _closeness(swings, question) >= CLEAR]
    chosen: list[TradeOff] = []
    while candidates and len(chosen) < count:
        asked = {index for question in chosen for index in (question.heavier, question.lighter)}
        best = min(candidates, key=lambda q: ({q.heavier, q.lighter} <= asked, _closeness(swings, q), q.lighter))
        chosen.append(best)
        pair = {best.heavier, best.lighter}
        candidates = [question for question in candidates if {question.heavier, question.lighter} != pair]
    return tuple(chosen)


def read_trade_offs(points: ArrayLike, answers: Sequence[tuple[TradeOff, Preference]]) -> tuple[Reading, ...]:
    """Hold each answer against the points, worst first.

    An answer bounds the ratio lighter : heavier of the weights. Preferring the part rise says
    that it is below the step, the whole rise that it is above, either that it is the step. The
    distance is 0 within the bound. Raises McdaError when a question names no objective.
    """
    swings = finite_floats(points, what="swing points", ndim=1)
    readings = (
        Reading(question, preference, _distance(swings, question, preference)) for question, preference in answers
    )
    return tuple(sorted(readings, key=lambda reading: -reading.distance))


def coherence(readings: Sequence[Reading]) -> float | None:
    """The mean distance: 0 when the points and the choices fit; None when nothing was answered."""
    return sum(reading.distance for reading in readings) / len(readings) if readings else None


def fitting_points(points: ArrayLike, reading: Reading) -> int:
    """The points of the lighter objective, nearest to those given, with which the answer fits. From 0 to 100."""
    swings = finite_floats(points, what="swing points", ndim=1)
    turning = float(swings[reading.question.heavier]) * reading.question.step
    nearest = {Preference.PART: floor(turning), Preference.WHOLE: ceil(turning), Preference.SAME: round(turning)}
    return min(HIGHEST, max(0, nearest[reading.preference]))


def _questions(swings: ArrayLike) -> list[TradeOff]:
    values = finite_floats(swings, what="swing points", ndim=1)
    pairs = [(i, j) if values[i] >= values[j] else (j, i) for i, j in combinations(range(len(values)), 2)]
    return [TradeOff(heavier, lighter, step) for heavier, lighter in pairs if values[lighter] > 0 for step in STEPS]


def _closeness(swings: ArrayLike, question: TradeOff) -> float:
    return abs(_log_ratio(swings, question))


def _distance(swings: ArrayLike, question: TradeOff, preference: Preference) -> float:
    ratio = _log_ratio(swings, question)
    if preference is Preference.PART:
        return max(0.0, ratio)
    if preference is Preference.WHOLE:
        return max(0.0, -ratio)
    return abs(ratio)


def _log_ratio(swings: ArrayLike, question: TradeOff) -> float:
    """log of (lighter : heavier) : step; a weight of nothing counts as half a point, so that the log exists."""
    values = finite_floats(swings, what="swing points", ndim=1)
    for index in (question.heavier, question.lighter):
        if not 0 <= index < len(values):
            raise McdaError(f"trade-off: objective {index} of {len(values)}")
    heavier, lighter = (max(0.5, float(values[index])) for index in (question.heavier, question.lighter))
    return log(lighter / heavier) - log(question.step)

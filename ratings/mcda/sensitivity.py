"""What happens to the order when the weight of one objective changes: exact answers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ratings.mcda.additive import TIE_TOLERANCE
from ratings.mcda.arrays import BoolArray, FloatArray, IntArray, finite_floats, frozen
from ratings.mcda.errors import McdaError
from ratings.mcda.problem import checked_weights


@dataclass(frozen=True)
class WinnerInterval:
    """Between two weights of an objective these options come first (several if level)."""

    weight_from: float
    weight_to: float
    winners: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class SwapWeights:
    """At which weight of one objective two options change places.

    weights  (n, m, m) the weight, 0-1, of the objective at which both options score the
             same, the other objectives keeping their proportions; 0 where nothing swaps
    exists   (n, m, m) True where the two change places at that weight
    """

    weights: FloatArray
    exists: BoolArray

    def nearest(self, shares: ArrayLike) -> FloatArray:
        """Smallest change of one share that makes each pair swap, (m, m); -1 if none does.

        shares (n,) the present weights, any sum.
        """
        weights = checked_weights(shares, what="shares")
        if len(weights) != len(self.weights):
            raise McdaError(f"shares: {len(weights)} for {len(self.weights)} objectives")
        now = (weights / weights.sum())[:, None, None]
        change = np.where(self.exists, np.abs(self.weights - now), np.inf)
        least: FloatArray = change.min(axis=0)
        return np.where(np.isfinite(least), least, -1.0)


def one_way_intervals(values: ArrayLike, shares: ArrayLike, objective: int) -> tuple[WinnerInterval, ...]:
    """Who comes first as the weight of one objective runs from 0 to 1.

    values (m, n); shares (n,) any sum; objective: its index. The other objectives keep
    their proportions; if they have no weight now they share evenly, and if there is no
    other objective nothing changes. Every score is then a straight line in the weight, so
    the intervals are the upper envelope of m lines: exact, without a grid. Winners are
    listed by index; several are level within 1e-9 throughout. Raises McdaError.
    Source: von Winterfeldt & Edwards 1986, chapter 11.
    """
    matrix, weights = checked_table(values, shares)
    if not 0 <= objective < matrix.shape[1]:
        raise McdaError(f"objective: {objective} is not one of {matrix.shape[1]}")
    start = _scores_without(matrix, weights)[objective]
    slope = matrix[:, objective] - start
    return tuple(_envelope(start, slope))


def swap_weights(values: ArrayLike, shares: ArrayLike) -> SwapWeights:
    """Exact one-way swap weights of every pair of options on every objective.

    values (m, n); shares (n,) any sum. Two options swap where the difference of their
    scores changes sign strictly inside 0-1. Differences within 1e-9 count as none. Raises
    McdaError. Same assumptions as `one_way_intervals`.
    """
    matrix, weights = checked_table(values, shares)
    without = _scores_without(matrix, weights)
    at_zero = without[:, :, None] - without[:, None, :]
    at_one = matrix.T[:, :, None] - matrix.T[:, None, :]
    rising = (at_zero < -TIE_TOLERANCE) & (at_one > TIE_TOLERANCE)
    exists = rising | rising.transpose(0, 2, 1)
    span = np.where(exists, at_zero - at_one, 1.0)
    return SwapWeights(weights=frozen(np.where(exists, at_zero / span, 0.0)), exists=frozen(exists))


def checked_table(values: ArrayLike, shares: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return values (m, n) and shares (n,) that sum to 1; raise McdaError if unfit."""
    matrix = finite_floats(values, what="values", ndim=2)
    weights = checked_weights(shares, what="shares")
    if matrix.size == 0:
        raise McdaError("values: at least one option and one objective are needed")
    if matrix.shape[1] != len(weights):
        raise McdaError(f"shares: {len(weights)} given for {matrix.shape[1]} objectives")
    return matrix, weights / weights.sum()


def _scores_without(matrix: FloatArray, shares: FloatArray) -> FloatArray:
    """Scores (n, m) with the weight of one objective after the other set to 0."""
    n = len(shares)
    if n == 1:  # there is nothing to trade with: the score never changes
        return matrix.T
    others = np.tile(shares, (n, 1))
    np.fill_diagonal(others, 0.0)
    bare = others.sum(axis=1) <= 0
    others[bare] = 1.0 - np.eye(n)[bare]
    scores: FloatArray = (others / others.sum(axis=1, keepdims=True)) @ matrix.T
    return scores


def _envelope(start: FloatArray, slope: FloatArray) -> list[WinnerInterval]:
    """Upper envelope over 0-1 of the lines start + weight * slope."""
    intervals: list[WinnerInterval] = []
    weight = 0.0
    leader = _steepest(np.flatnonzero(start >= start.max() - TIE_TOLERANCE), slope)
    while True:
        until, follower = _next_crossing(start, slope, leader, weight)
        if until > weight:
            winners = _level_with(start, slope, leader)
            intervals.append(WinnerInterval(weight, until, winners))
        if follower is None:
            return intervals
        weight, leader = until, follower


def _next_crossing(start: FloatArray, slope: FloatArray, leader: int, weight: float) -> tuple[float, int | None]:
    """Where the leader is next overtaken and by whom; (1, nobody) if it stays ahead."""
    gain = slope - slope[leader]
    steeper = np.flatnonzero(gain > TIE_TOLERANCE)
    crossings = np.maximum((start[leader] - start[steeper]) / gain[steeper], weight)
    if crossings.size == 0 or crossings.min() >= 1.0 - TIE_TOLERANCE:
        return 1.0, None
    first = float(crossings.min())
    return first, _steepest(steeper[crossings <= first + 1e-15], slope)


def _steepest(candidates: IntArray, slope: FloatArray) -> int:
    return int(candidates[np.argmax(slope[candidates])])


def _level_with(start: FloatArray, slope: FloatArray, leader: int) -> tuple[int, ...]:
    """Options whose line is the leader's line."""
    end = start + slope
    same = np.abs(start - start[leader]) <= TIE_TOLERANCE
    same &= np.abs(end - end[leader]) <= TIE_TOLERANCE
    return tuple(int(option) for option in np.flatnonzero(same))

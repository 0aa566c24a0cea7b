"""The additive value model: scales, scores, ranks and how a score is shown."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
from numpy.typing import ArrayLike

from ratings.mcda.arrays import BoolArray, FloatArray, IntArray, finite_floats
from ratings.mcda.errors import McdaError
from ratings.mcda.problem import HIGHEST_RATING, LOWEST_RATING, checked_weights

TIE_TOLERANCE = 1e-9


def rating_values(ratings: ArrayLike) -> FloatArray:
    """Preference values of ratings on the fixed 1-9 scale: 100 * (x - 1) / 8.

    Takes any shape, means of ratings too; returns the same shape, 0-100. The scale never
    depends on the other options, so adding one cannot change the order of two others
    (Belton & Gear 1983). Raises McdaError outside 1-9.
    """
    array = finite_floats(ratings, what="ratings")
    if array.size and (array.min() < LOWEST_RATING or array.max() > HIGHEST_RATING):
        raise McdaError(f"ratings: all must lie within {LOWEST_RATING}-{HIGHEST_RATING}")
    return linear_value(array, worst=LOWEST_RATING, best=HIGHEST_RATING)


def linear_value(measures: ArrayLike, *, worst: float, best: float) -> FloatArray:
    """Preference values on a global linear scale: `worst` is 0, `best` is 100.

    `worst` may lie above `best` where less is better. Measures outside the anchors give
    values outside 0-100. Any shape. Raises McdaError when the anchors are equal.
    Source: von Winterfeldt & Edwards 1986, chapter 7.
    """
    array = finite_floats(measures, what="measures")
    span = best - worst
    if not np.isfinite(span) or span == 0:
        raise McdaError(f"scale: worst {worst} and best {best} must be finite and differ")
    return 100.0 * (array - worst) / span


def local_linear_values(matrix: ArrayLike, *, lower_is_better: Sequence[bool] | None = None) -> FloatArray:
    """Preference values on local scales: in each column the worst option is 0, the best 100.

    matrix (m, n); returns (m, n) within 0-100. A column in which all options are equal
    separates nobody and reads 0 for all. Raises McdaError. The portal scores on the fixed
    scale; this serves published cases that scale within the list.
    """
    array = finite_floats(matrix, what="matrix", ndim=2)
    if array.size == 0:
        raise McdaError("matrix: at least one option and one objective are needed")
    sign = np.ones(array.shape[1])
    if lower_is_better is not None:
        if len(lower_is_better) != array.shape[1]:
            raise McdaError("lower_is_better: one entry for each objective is needed")
        sign = np.where(np.asarray(lower_is_better, dtype=bool), -1.0, 1.0)
    array = array * sign
    low = array.min(axis=0)
    span = array.max(axis=0) - low
    values: FloatArray = 100.0 * (array - low) / np.where(span > 0, span, 1.0)
    return values


def additive_scores(values: ArrayLike, shares: ArrayLike) -> FloatArray:
    """Weighted sum of each option's values.

    values (m, n); shares (n,) of any positive sum (divided by it here). Returns (m,), on
    the scale of the values. Raises McdaError. Source: Keeney & Raiffa 1976, chapter 3.
    """
    matrix = finite_floats(values, what="values", ndim=2)
    weights = checked_weights(shares, what="shares")
    if matrix.shape[1] != len(weights):
        raise McdaError(f"shares: {len(weights)} given for {matrix.shape[1]} objectives")
    scores: FloatArray = matrix @ (weights / weights.sum())
    return scores


def competition_ranks(scores: ArrayLike, tol: float = TIE_TOLERANCE) -> IntArray:
    """Competition ranks, best = 1: one more than the options that score higher by over `tol`.

    scores (..., m), the highest best; returns the same shape, 1-m. Equal scores share the
    better rank and the next rank is left out (1, 1, 3). Raises McdaError.
    """
    array = finite_floats(scores, what="scores")
    if array.ndim == 0:
        raise McdaError("scores: a list is needed, not one number")
    raised = array + tol
    if array.ndim == 1:
        return np.asarray(1 + (array > raised[:, None]).sum(axis=1))
    ranks = np.ones(array.shape, dtype=np.int64)
    for option in range(array.shape[-1]):
        ranks += array[..., option : option + 1] > raised
    return ranks


def display_order(scores: ArrayLike, codes: Sequence[str]) -> IntArray:
    """Indices of the options in the order in which a page lists them.

    scores (m,) and m codes. Highest score first; options of equal rank by code. Raises
    McdaError when the lengths differ.
    """
    ranks = competition_ranks(scores)
    if ranks.shape != (len(codes),):
        raise McdaError(f"codes: {len(codes)} given for scores of shape {ranks.shape}")
    order = sorted(range(len(codes)), key=lambda option: (ranks[option], codes[option]))
    return np.array(order, dtype=np.int64)


def round_half_up(number: float, decimals: int = 1) -> float:
    """Round as people do: halves away from zero, in decimal digits.

    The number is first settled to nine decimals, the tolerance of ties, so that a sum a
    hair below a half in binary does not round down. Raises McdaError for NaN and infinity.
    """
    if not np.isfinite(number):
        raise McdaError(f"round_half_up: {number} is not finite")
    settled = Decimal(repr(float(number))).quantize(Decimal("1e-9"), ROUND_HALF_UP)
    return float(settled.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def hierarchical_weights(branch_weights: ArrayLike, leaf_weights: ArrayLike, branches: Sequence[int]) -> FloatArray:
    """Flat shares of objectives that stand in a two-level tree.

    branch_weights (k,) weights of the branches, any sum; leaf_weights (n,) weights of the
    objectives within their branch, any sum in each; branches: for each objective the index
    of its branch. Returns (n,) shares that sum to 1. A branch of weight 0 may have leaves
    that are all zero. Raises McdaError. Source: Keeney & Raiffa 1976, chapter 3.
    """
    upper = checked_weights(branch_weights, what="branch weights")
    lower = checked_weights(leaf_weights, what="leaf weights")
    index = np.asarray(branches, dtype=np.int64)
    if index.shape != lower.shape or index.min() < 0 or index.max() >= len(upper):
        raise McdaError("branches: one index of a branch for each objective is needed")
    totals = np.bincount(index, lower, minlength=len(upper))
    for branch in np.flatnonzero((upper > 0) & (totals == 0))[:1]:
        raise McdaError(f"leaf weights: branch {branch} has weight but no weighted objective")
    within = lower / np.where(totals > 0, totals, 1.0)[index]
    shares: FloatArray = (upper / upper.sum())[index] * within
    return shares


def is_dominated(values: ArrayLike) -> BoolArray:
    """Mark options that another option beats or equals everywhere and beats somewhere.

    values (m, n); returns (m,). A dominated option cannot score highest under positive
    weights. Raises McdaError.
    """
    matrix = finite_floats(values, what="values", ndim=2)
    no_worse = (matrix[:, None, :] >= matrix[None, :, :]).all(axis=2)
    better = (matrix[:, None, :] > matrix[None, :, :]).any(axis=2)
    return np.asarray((no_worse & better).any(axis=0))

"""How sure Kendall's W is, had other raters been asked."""

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import rankdata

from ratings.mcda.arrays import FloatArray, IntArray

Z = 1.6448536269514722  # the normal quantile of a two-sided 90 % interval
FEWEST = 3


def kendall_w_interval(scores: ArrayLike, answered: ArrayLike | None = None) -> tuple[float, float] | None:
    """90 % interval of Kendall's W by leaving out one rater after the other, kept within 0 and 1.

    Arguments as of `kendall_w`. None with fewer than three complete raters, fewer than two options, or when a
    rater's leaving would leave nobody who sees any difference. Source: Efron & Tibshirani 1993, chapter 11.
    """
    table = np.asarray(scores, dtype=np.float64)
    if answered is not None:
        table = table[np.asarray(answered).all(axis=1)]
    people, options = table.shape
    if people < FEWEST or options < 2:
        return None
    ranks = rankdata(table.round(9), axis=1)
    ties = _ties(ranks)
    whole = _concordance(ranks.sum(axis=0)[None, :], ties.sum()[None], people)
    without = _concordance(ranks.sum(axis=0) - ranks, ties.sum() - ties, people - 1)
    if np.isnan(without).any() or np.isnan(whole).any():
        return None
    error = math.sqrt((people - 1) / people * float(((without - without.mean()) ** 2).sum()))
    w = float(whole[0])
    return max(0.0, w - Z * error), min(1.0, w + Z * error)


def _ties(ranks: FloatArray) -> FloatArray:
    """Sum of t^3 - t over each rater's groups of t tied options: each option of such a group adds t^2 - 1."""
    same: IntArray = (ranks[:, :, None] == ranks[:, None, :]).sum(axis=2)
    return np.asarray((same.astype(np.float64) ** 2 - 1).sum(axis=1))


def _concordance(sums: FloatArray, ties: FloatArray, people: int) -> FloatArray:
    """W of each row of rank sums; NaN where every rater puts all options level."""
    options = sums.shape[1]
    above = 12 * ((sums - people * (options + 1) / 2) ** 2).sum(axis=1)
    below = people**2 * (options**3 - options) - people * ties
    return np.where(below > 1e-9, above / np.where(below > 1e-9, below, 1.0), np.nan)

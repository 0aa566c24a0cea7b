"""How alike two people's orders are on average, when hardly anybody rated everything."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ratings.mcda.additive import TIE_TOLERANCE
from ratings.mcda.arrays import BoolArray, FloatArray, IntArray
from ratings.mcda.ballots import checked_scores
from ratings.mcda.errors import McdaError

LEAST_SHARED = 6
MOST_PAIRS = 2000
PAIRS_AT_A_TIME = 500


@dataclass(frozen=True)
class MeanSpearman:
    """Mean rank correlation of two people.

    rho      -1 to 1; None when no pair could be compared
    pairs    pairs of people compared
    skipped  pairs looked at who shared too few options, or of whom one held all shared
             options level
    sampled  True when the pairs are a sample of all
    """

    rho: float | None
    pairs: int
    skipped: int
    sampled: bool


def mean_spearman(
    scores: ArrayLike,
    answered: ArrayLike | None = None,
    *,
    least_shared: int = LEAST_SHARED,
    most_pairs: int = MOST_PAIRS,
    seed: int = 0,
) -> MeanSpearman:
    """Mean Spearman correlation over pairs of people, each on the options both scored.

    scores (P, m); answered (P, m): False where there is no score (not read), None when all
    are there; least_shared: options that a pair must share; most_pairs: above this many
    pairs a sample of this size is drawn with the seed. Ties share ranks. With complete
    untied rows this is (P W - 1) / (P - 1) of Kendall's W. Raises McdaError. Source: Kendall
    & Gibbons 1990, chapter 6.
    """
    table, present = checked_scores(scores, answered)
    if least_shared < 2 or most_pairs < 1:
        raise McdaError("mean_spearman: two shared options and one pair are the least")
    first, second, sampled = _pairs(len(table), most_pairs, seed)
    found = [
        _correlations(table, present, first[rows], second[rows], least_shared)
        for start in range(0, len(first), PAIRS_AT_A_TIME)
        for rows in [slice(start, start + PAIRS_AT_A_TIME)]
    ]
    rho = np.concatenate([np.zeros(0), *found])
    return MeanSpearman(
        rho=float(np.clip(rho.mean(), -1.0, 1.0)) if len(rho) else None,
        pairs=len(rho),
        skipped=len(first) - len(rho),
        sampled=sampled,
    )


def _pairs(people: int, most: int, seed: int) -> tuple[IntArray, IntArray, bool]:
    """Pairs of different people: all of them, or a sample with replacement."""
    if people * (people - 1) // 2 <= most:
        first, second = np.triu_indices(people, k=1)
        return first.astype(np.int64), second.astype(np.int64), False
    rng = np.random.default_rng(seed)
    first = rng.integers(0, people, most)
    second = (first + rng.integers(1, people, most)) % people
    return first, second, True


def _correlations(table: FloatArray, present: BoolArray, first: IntArray, second: IntArray, least: int) -> FloatArray:
    """Spearman's rho of each pair that can be compared."""
    shared = present[first] & present[second]
    counts = shared.sum(axis=1)
    deviations = [_deviations(table[people], shared, counts) for people in (first, second)]
    squares = [(each**2).sum(axis=1) for each in deviations]
    usable = (counts >= least) & (squares[0] > 0) & (squares[1] > 0)
    products = (deviations[0] * deviations[1]).sum(axis=1)
    rho: FloatArray = products[usable] / np.sqrt(squares[0] * squares[1])[usable]
    return rho


def _deviations(scores: FloatArray, shared: BoolArray, counts: IntArray) -> FloatArray:
    """Ranks among the shared options less their mean; 0 for the other options."""
    lead = scores[:, :, None] - scores[:, None, :]
    beaten = (lead > TIE_TOLERANCE) + 0.5 * (np.abs(lead) <= TIE_TOLERANCE)
    ranks = (beaten * shared[:, None, :]).sum(axis=2) + 0.5
    middle = (counts[:, None] + 1) / 2
    return np.where(shared, ranks - middle, 0.0)

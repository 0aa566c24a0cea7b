"""What resampled scores say: intervals, chances and tiers."""

from dataclasses import dataclass

import numpy as np

from ratings.mcda.additive import TIE_TOLERANCE, competition_ranks
from ratings.mcda.aggregation import Aggregate
from ratings.mcda.arrays import BoolArray, FloatArray, IntArray, MaskedFloats, MaskedInts, masked
from ratings.mcda.errors import McdaError
from ratings.mcda.resampling import Draws

LEVEL = 0.9
SEPARATE = 0.9


@dataclass(frozen=True, eq=False)
class Intervals:
    """How far others would have answered differently.

    low_score, high_score  (m,) masked; between them the score lies with chance `level`
    low_rank, high_rank    (m,) masked; low_rank is the better one
    top_chance             (m,) masked, chance of rank k or better
    rank_chances           (m, m) masked, chance that option s takes rank r + 1
    beats                  (m, m) masked, chance that s scores above t; ties count for neither
    tiers                  (m,) masked, 1 = best; options of a tier are not told apart
    k, level               as asked

    All is masked where the option is not scored, or when nothing is estimable. The point
    estimate always lies within its interval.
    """

    low_score: MaskedFloats
    high_score: MaskedFloats
    low_rank: MaskedInts
    high_rank: MaskedInts
    top_chance: MaskedFloats
    rank_chances: MaskedFloats
    beats: MaskedFloats
    tiers: MaskedInts
    k: int
    level: float


def summarise(draws: Draws, official: Aggregate, *, k: int, level: float = LEVEL) -> Intervals:
    """Turn draws into intervals by percentiles; ranks are taken within each draw.

    k: how many places the top has. Marginal percentile intervals (Goldstein & Spiegelhalter
    1996; Xie, Singh & Zhang 2009) speak of one option at a time. Raises McdaError when k is
    negative or the level is not between 0 and 1.
    """
    if k < 0:
        raise McdaError(f"k: {k} must not be negative")
    if not 0 < level < 1:
        raise McdaError(f"level: {level} must lie between 0 and 1")
    present = official.scored & draws.estimable
    options = len(present)
    scores = draws.scores[:, present]
    ranks = competition_ranks(scores)
    tail = (1 - level) / 2
    low, high = np.quantile(scores, [tail, 1 - tail], axis=0)
    first, last = np.quantile(ranks, [tail, 1 - tail], axis=0, method="inverted_cdf")
    point, place = official.scores.data[present], official.ranks.data[present]
    chances = np.zeros((options, options))
    chances[np.ix_(present, np.arange(len(place)))] = _rank_chances(ranks)
    beats = np.zeros((options, options))
    beats[np.ix_(present, present)] = _beats(scores)
    pairs = present[:, None] & present & ~np.eye(options, dtype=bool)
    return Intervals(
        low_score=_spread(np.minimum(low, point), present),
        high_score=_spread(np.maximum(high, point), present),
        low_rank=_whole(np.minimum(first, place), present),
        high_rank=_whole(np.maximum(last, place), present),
        top_chance=_spread((ranks <= k).mean(axis=0), present),
        rank_chances=masked(chances, np.repeat(present[:, None], options, axis=1)),
        beats=masked(beats, pairs),
        tiers=_whole(_tiers(place, beats[np.ix_(present, present)]), present),
        k=k,
        level=level,
    )


def _rank_chances(ranks: IntArray) -> FloatArray:
    options = ranks.shape[1]
    keys = ranks - 1 + np.arange(options) * options
    counts = np.bincount(keys.ravel(), minlength=options * options)
    return counts.reshape(options, options) / len(ranks)


def _beats(scores: FloatArray) -> FloatArray:
    columns = np.ascontiguousarray(scores.T)
    result = np.zeros((len(columns), len(columns)))
    for option, column in enumerate(columns):
        result[option] = np.count_nonzero(column > columns + TIE_TOLERANCE, axis=1)
    return result / len(scores)


def _tiers(places: IntArray, beats: FloatArray) -> FloatArray:
    tiers = np.zeros(len(places))
    tier, above = 1, None
    for option in np.argsort(places, kind="stable"):
        if above is not None and beats[above, option] >= SEPARATE:
            tier += 1
        tiers[option] = tier
        above = option
    return tiers


def _spread(values: FloatArray, present: BoolArray) -> MaskedFloats:
    full = np.zeros(len(present))
    full[present] = values
    return masked(full, present)


def _whole(values: FloatArray, present: BoolArray) -> MaskedInts:
    full = np.zeros(len(present), dtype=np.int64)
    full[present] = values
    return np.ma.MaskedArray(full, mask=~present)

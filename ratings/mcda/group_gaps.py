"""Where groups see an option differently, where people do, and where all agree."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from ratings.mcda.agreement import checked_counts, spread
from ratings.mcda.arrays import BoolArray, FloatArray, IntArray, MaskedFloats, frozen, masked
from ratings.mcda.errors import McdaError
from ratings.mcda.problem import checked_weights

NOBODY = -1

# Conventions of the portal, printed beside the picture that uses them.
HIGH_VALUE = 50.0  # the middle of the scale, a rating of 5
WIDE_GAP = 25.0  # two steps of the nine
DISAGREEING_SHARE = 1 / 3  # of a solution's weight, in cells where people disagree


@dataclass(frozen=True, eq=False)
class GroupGaps:
    """Largest difference between two groups' mean values; arrays have one entry an option.

    gap            0-100; 0 where fewer than two groups answered
    highest        index of the group with the highest mean, lowest likewise; -1 where
                   fewer than two groups answered
    low, high      interval of the gap, masked where a standard error is not known
    """

    gap: FloatArray
    highest: IntArray
    lowest: IntArray
    low: MaskedFloats
    high: MaskedFloats


class Quadrant(StrEnum):
    """What kind of agreement there is about an option."""

    AGREED_HIGH = "agreed high"
    AGREED_LOW = "agreed low"
    GROUPS_DIFFER = "groups differ"
    PEOPLE_DIFFER = "people differ within groups"
    NOT_CLEAR = "no clear disagreement"
    NO_ANSWERS = "no answers"


def group_gaps(means: MaskedFloats, errors: MaskedFloats, *, level: float = 0.9) -> GroupGaps:
    """Largest gap between group means, with a normal interval.

    means (G, m) masked where a group did not answer; errors (G, m) their standard errors,
    masked where not known (one answer). Of g groups the widest of g (g - 1) / 2 gaps is
    looked at, so the interval is widened for that many looks (Bonferroni): a gap is not
    called real only because it was the largest. `low` is at least 0. Raises McdaError.
    """
    if means.shape != errors.shape or means.ndim != 2:
        raise McdaError(f"errors: shape {errors.shape}, means have {means.shape}")
    if not 0 < level < 1:
        raise McdaError(f"level: {level} is not between 0 and 1")
    present = ~np.ma.getmaskarray(means)
    groups = present.sum(axis=0)
    compared = groups >= 2
    options = np.arange(means.shape[1])
    highest = _extreme(means, present, 1.0)
    lowest = _extreme(means, present, -1.0)
    if len(means) == 0:
        return _no_gaps(len(options))
    values = np.where(present, means.data, 0.0)
    gap = np.where(compared, values[highest, options] - values[lowest, options], 0.0)
    known = ~np.ma.getmaskarray(errors)
    spread_known = known[highest, options] & known[lowest, options] & compared
    squares = np.where(known, errors.data, 0.0) ** 2
    error = np.sqrt(squares[highest, options] + squares[lowest, options])
    pairs = np.maximum(groups * (groups - 1) / 2, 1)
    reach = ndtri(1 - (1 - level) / 2 / pairs) * error
    return GroupGaps(
        gap=frozen(gap),
        highest=frozen(np.where(compared, highest, NOBODY)),
        lowest=frozen(np.where(compared, lowest, NOBODY)),
        low=masked(np.maximum(gap - reach, 0.0), spread_known),
        high=masked(gap + reach, spread_known),
    )


def disagreeing_share(histograms: ArrayLike, voices: ArrayLike, shares: ArrayLike) -> MaskedFloats:
    """Share of an option's judgements over which people of the same group disagree.

    histograms (G, m*n, 9) option-major; voices (G,) what each group counts; shares (n,)
    weights of the objectives. A cell of a group is in disagreement by the RAND/UCLA rule;
    cells with fewer than two answers are left out. Returns (m,), 0-1, masked where no cell
    has two answers. Raises McdaError.
    """
    counts = checked_counts(histograms)
    votes = checked_weights(voices, what="voices")
    weights = checked_weights(shares, what="shares")
    if counts.ndim != 3 or len(counts) != len(votes):
        raise McdaError(f"histograms: shape {counts.shape} for {len(votes)} groups")
    if counts.shape[1] % len(weights):
        raise McdaError(f"histograms: {counts.shape[1]} cells for {len(weights)} objectives")
    found = spread(counts)
    shape = (len(votes), -1, len(weights))
    counted = (found.answers >= 2).reshape(shape)
    weight = counted * votes[:, None, None] * (weights / weights.sum())
    total = weight.sum(axis=(0, 2))
    split = (weight * found.disagreement.reshape(shape)).sum(axis=(0, 2))
    return masked(split / np.where(total > 0, total, 1.0), total > 0)


def classify(values: MaskedFloats, gaps: GroupGaps, disagreeing: MaskedFloats) -> tuple[Quadrant, ...]:
    """Put each option into one of four quadrants or between them, in this order of rules.

    1. Nobody answered: no answers.
    2. Groups differ: the gap is at least 25 points and its interval lies above 0.
    3. People differ within groups: they disagree in at least a third of the judgements.
    4. No clear disagreement: the gap is at least 25 points but may be chance, or its interval
       or the share is not known. That nothing is seen is no agreement.
    5. Agreed high (value at least 50) or agreed low.

    values (m,) masked where nobody answered; gaps from `group_gaps`; disagreeing (m,) from
    `disagreeing_share`. Raises McdaError.
    """
    if not values.shape == gaps.gap.shape == disagreeing.shape:
        raise McdaError("classify: values, gaps and shares must be of the same options")
    wide = gaps.gap >= WIDE_GAP
    apart = wide & (gaps.low.filled(0.0) > 0)
    unknown = np.ma.getmaskarray(gaps.low) | np.ma.getmaskarray(disagreeing)
    mixed = disagreeing.filled(0.0) >= DISAGREEING_SHARE
    answered = ~np.ma.getmaskarray(values)
    high = values.filled(0.0) >= HIGH_VALUE
    kinds = np.select(
        [~answered, apart, mixed, wide | unknown, high],
        [
            Quadrant.NO_ANSWERS,
            Quadrant.GROUPS_DIFFER,
            Quadrant.PEOPLE_DIFFER,
            Quadrant.NOT_CLEAR,
            Quadrant.AGREED_HIGH,
        ],
        Quadrant.AGREED_LOW,
    )
    return tuple(Quadrant(kind) for kind in kinds.tolist())


def earth_mover_distance(first: ArrayLike, second: ArrayLike) -> MaskedFloats:
    """How many scale steps the answers of one group lie from another's, on average.

    first, second (..., r): counts of r ordered ratings. Returns (...), 0 to r - 1, masked
    where either has no answers. Two groups with the same mean can lie far apart. Raises
    McdaError. Source: Rubner, Tomasi & Guibas 2000; on a line it is the area between the
    two distribution functions.
    """
    one, two = checked_counts(first), checked_counts(second)
    if one.shape != two.shape:
        raise McdaError(f"counts: shapes {one.shape} and {two.shape} differ")
    totals = one.sum(axis=-1), two.sum(axis=-1)
    below = [
        np.cumsum(counts, axis=-1) / np.maximum(total, 1)[..., None]
        for counts, total in zip((one, two), totals, strict=True)
    ]
    distance = np.abs(below[0] - below[1]).sum(axis=-1)
    present = np.asarray((totals[0] > 0) & (totals[1] > 0))
    return masked(np.asarray(distance), present)


def _extreme(means: MaskedFloats, present: BoolArray, sign: float) -> IntArray:
    """Index of the highest (sign 1) or lowest (-1) present mean of each option."""
    if len(means) == 0:
        return np.zeros(means.shape[1], dtype=np.int64)
    signed = np.where(present, sign * means.data, -np.inf)
    return np.asarray(signed.argmax(axis=0))


def _no_gaps(options: int) -> GroupGaps:
    nobody = frozen(np.full(options, NOBODY, dtype=np.int64))
    unknown = masked(np.zeros(options), np.zeros(options, dtype=np.bool_))
    return GroupGaps(frozen(np.zeros(options)), nobody, nobody, unknown, unknown)

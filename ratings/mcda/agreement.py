"""How far people agree: spread of the answers in a cell, and agreement over all of them."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2 as chi2_distribution
from scipy.stats import friedmanchisquare

from ratings.mcda.additive import TIE_TOLERANCE
from ratings.mcda.arrays import BoolArray, FloatArray, IntArray, finite_floats, frozen
from ratings.mcda.errors import McdaError
from ratings.mcda.problem import LOWEST_RATING

# RAND/UCLA: the spread expected of ratings at the middle of 1-9, and how it grows with
# the distance from the middle (Fitch et al. 2001, page 59).
IPRAS_MIDDLE = 2.35
IPRAS_SLOPE = 1.5
MIDDLE_RATING = 5.0


@dataclass(frozen=True, eq=False)
class Spread:
    """Spread of the ratings 1-9 in each cell; all arrays have the shape of the cells.

    answers       number of answers; where it is 0 every other figure reads 0 and
                  `disagreement` reads False
    median, lower_quartile, upper_quartile   on the 1-9 scale
    index         RAND/UCLA disagreement index IPR / IPRAS, 0 or more
    disagreement  True where IPR > IPRAS, that is index > 1
    """

    answers: IntArray
    median: FloatArray
    lower_quartile: FloatArray
    upper_quartile: FloatArray
    index: FloatArray
    disagreement: BoolArray

    @property
    def interquartile_range(self) -> FloatArray:
        """Upper less lower quartile, 0-8."""
        width: FloatArray = self.upper_quartile - self.lower_quartile
        return width


@dataclass(frozen=True)
class Concordance:
    """Kendall's W over the raters who rated every option.

    w        0 (no agreement in the order) to 1 (the same order); None with fewer than two
             such raters or fewer than two options
    chi2, p  Friedman's test that there is no agreement, df = options - 1; None with w, and
             where every rater puts all options level: nobody sees any difference, which
             counts as complete agreement, w = 1, but tests nothing
    raters   raters with complete rows; dropped: raters left out
    """

    w: float | None
    chi2: float | None
    p: float | None
    raters: int
    dropped: int


def spread(counts: ArrayLike) -> Spread:
    """Median, quartiles and RAND/UCLA disagreement of every cell, from its histogram.

    counts (..., 9): how often each rating 1-9 was given. IPR is the 70th less the 30th
    percentile, IPRAS = 2.35 + 1.5 * |5 - IPRCP| with IPRCP the middle of both percentiles.
    Percentiles interpolate linearly between order statistics (type 7 of Hyndman & Fan 1996,
    numpy's default). The constants belong to a 1-9 scale. Raises McdaError. Source: Fitch
    et al. 2001, The RAND/UCLA Appropriateness Method User's Manual.
    """
    table = checked_counts(counts)
    if table.shape[-1] != 9:
        raise McdaError(f"counts: 9 ratings are needed, found {table.shape[-1]}")
    low, high = percentile(table, 0.3), percentile(table, 0.7)
    answers = table.sum(axis=-1)
    limit = IPRAS_MIDDLE + IPRAS_SLOPE * np.abs(MIDDLE_RATING - (low + high) / 2)
    index = np.where(answers > 0, (high - low) / limit, 0.0)
    return Spread(
        answers=frozen(np.asarray(answers)),
        median=frozen(percentile(table, 0.5)),
        lower_quartile=frozen(percentile(table, 0.25)),
        upper_quartile=frozen(percentile(table, 0.75)),
        index=frozen(index),
        disagreement=frozen(np.asarray(index > 1.0 + TIE_TOLERANCE)),
    )


def percentile(counts: IntArray, fraction: float) -> FloatArray:
    """Percentile of ratings 1, 2, ... from their counts (..., r); 0 where there are none.

    Equal to numpy.percentile (type 7) of the ratings written out.
    """
    below = np.cumsum(counts, axis=-1)
    total = below[..., -1]
    place = np.maximum(total - 1, 0) * fraction
    left = np.floor(place + TIE_TOLERANCE).astype(np.int64)
    right = np.minimum(left + 1, np.maximum(total - 1, 0))
    first = (below <= left[..., None]).sum(axis=-1)
    second = (below <= right[..., None]).sum(axis=-1)
    part = np.maximum(place - left, 0.0)
    rating = LOWEST_RATING + first + part * (second - first)
    return np.where(total > 0, rating, 0.0)


def krippendorff_alpha(counts: ArrayLike, *, metric: Literal["ordinal", "nominal"] = "ordinal") -> float | None:
    """Krippendorff's alpha over units with any number of answers, none missing or many.

    counts (units, r): how often each of r ordered ratings was given to each unit (a cell).
    1 is perfect agreement, 0 what chance would give, below 0 worse than chance. 1 where all
    answers are the same rating (nothing disagrees); None where no unit has two answers.
    Raises McdaError. Source: Krippendorff 2019, Content Analysis, chapter 12.
    """
    table = checked_counts(counts).astype(np.float64)
    if table.ndim != 2:
        raise McdaError(f"counts: needs 2 dimensions, has {table.ndim}")
    answers = table.sum(axis=1)
    pairable = table[answers >= 2]
    if len(pairable) == 0:
        return None
    weights = 1.0 / (answers[answers >= 2] - 1.0)
    coincidences = (pairable * weights[:, None]).T @ pairable
    coincidences -= np.diag(weights @ pairable)
    totals = coincidences.sum(axis=1)
    distance = _distances(totals, metric)
    expected = float(totals @ distance @ totals) / float(totals.sum() - 1.0)
    if expected <= 0:
        return 1.0
    observed = float((coincidences * distance).sum())
    return 1.0 - observed / expected


def kendall_w(scores: ArrayLike, answered: ArrayLike | None = None) -> Concordance:
    """Kendall's coefficient of concordance, corrected for ties.

    scores (P, k): each rater's scores of k options, on any scale; answered (P, k): False
    where there is no score (what stands there is not read); None when all are there. Needs
    complete rows, so other raters are dropped and counted. Scores within 1e-9 tie.
    Raises McdaError. Source: Kendall & Babington Smith 1939; W = chi2 / (P (k - 1)) with
    Friedman's tie-corrected chi2.
    """
    table, complete = _complete_rows(scores, answered)
    people, options = table.shape
    dropped = complete.size - people
    if people < 2 or options < 2:
        return Concordance(None, None, None, people, dropped)
    table = table.round(9)
    if (table == table[:, :1]).all():
        return Concordance(1.0, None, None, people, dropped)
    chi2 = _friedman(table)
    w = min(chi2 / (people * (options - 1)), 1.0)
    p = float(chi2_distribution.sf(chi2, options - 1))
    return Concordance(w, chi2, p, people, dropped)


def checked_counts(counts: ArrayLike) -> IntArray:
    """Return whole counts, none negative, with at least one dimension, or raise McdaError."""
    table = np.asarray(counts)
    if table.ndim == 0 or table.shape[-1] == 0 or table.dtype.kind not in "iu":
        raise McdaError("counts: a table of whole numbers is needed")
    if table.size and table.min() < 0:
        raise McdaError("counts: none may be negative")
    return table.astype(np.int64)


def _distances(totals: FloatArray, metric: str) -> FloatArray:
    """Squared differences of ratings: how many answers lie between them, or just unlike."""
    size = len(totals)
    if metric == "nominal":
        return 1.0 - np.eye(size)
    middle = np.cumsum(totals) - totals / 2
    distances: FloatArray = (middle[:, None] - middle[None, :]) ** 2
    return distances


def _complete_rows(scores: ArrayLike, answered: ArrayLike | None) -> tuple[FloatArray, BoolArray]:
    table = np.array(scores, dtype=np.float64)
    if table.ndim != 2:
        raise McdaError(f"scores: needs 2 dimensions, has {table.ndim}")
    complete = np.ones(len(table), dtype=np.bool_)
    if answered is not None:
        present = np.asarray(answered, dtype=np.bool_)
        if present.shape != table.shape:
            raise McdaError(f"answered: shape {present.shape}, expected {table.shape}")
        complete = np.asarray(present.all(axis=1))
    return finite_floats(table[complete], what="scores", ndim=2), complete


def _friedman(table: FloatArray) -> float:
    """Friedman's chi2; scipy wants three options, for two it is the sign test's square."""
    if table.shape[1] > 2:
        return float(friedmanchisquare(*table.T).statistic)
    ahead = int((table[:, 0] > table[:, 1]).sum())
    behind = int((table[:, 0] < table[:, 1]).sum())
    return (ahead - behind) ** 2 / (ahead + behind)

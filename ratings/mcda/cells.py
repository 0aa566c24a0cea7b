"""What each stakeholder group thinks of each option on each objective."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ratings.mcda.arrays import FloatArray, IntArray, MaskedFloats, frozen, masked
from ratings.mcda.histograms import cell_moments
from ratings.mcda.problem import HIGHEST_RATING, LOWEST_RATING, MISSING, Panel

Method = Literal["adjusted", "mean"]
POINTS_PER_RATING = 100.0 / (HIGHEST_RATING - LOWEST_RATING)


@dataclass(frozen=True, eq=False)
class CellValues:
    """Values of the cells (option x objective) in each of G groups.

    method           how they were found
    net              (G, m, n) mean rating after each rater's severity was taken off;
                     1-9 or a little outside; 0 where nobody answered: read with `counts`
    levels           (G, n) a group's mean severity on an objective; 0 under `mean`
    people           (G, n) raters with any answer on the objective; under `mean`, where no
                     level depends on it, the most answers in one of its cells
    members          (G,) raters with any answer at all
    counts           (G, m, n) answers
    raw_means        (G, m, n) masked, mean of the answers as given, 1-9
    standard_errors  (G, m, n) masked, of the value, in points of the 0-100 scale

    A cell without answers is masked: it never reads as zero.
    """

    method: Method
    net: FloatArray
    levels: FloatArray
    people: IntArray
    members: IntArray
    counts: IntArray
    raw_means: MaskedFloats
    standard_errors: MaskedFloats

    @property
    def values(self) -> MaskedFloats:
        """(G, m, n) masked preference values, 0-100, each group's own level kept."""
        points = to_points(self.net + self.levels[:, None, :])
        return masked(points, self.counts > 0)


def to_points(ratings: FloatArray) -> FloatArray:
    """Preference values of (adjusted) mean ratings, kept within 0-100."""
    return np.clip((ratings - LOWEST_RATING) * POINTS_PER_RATING, 0.0, 100.0)


def answering_members(panel: Panel) -> IntArray:
    """Raters of each group with any answer at all, shape (G,)."""
    answered = panel.sheets[:, 0] != MISSING
    # Most people answer the first cell; only the sheets of the others are looked at as a whole.
    others = np.flatnonzero(~answered)
    answered[others] = (panel.sheets[others] != MISSING).any(axis=1)
    return np.bincount(panel.groups[answered], minlength=len(panel.group_names)).astype(np.int64)


def mean_cells(panel: Panel) -> CellValues:
    """Means of the answers given in each cell (available cases), by group.

    The standard error is the sample standard deviation over the square root of the answers,
    masked below two answers.
    """
    shape = (len(panel.group_names), *panel.shape)
    counts, sums, squares = (total.reshape(shape) for total in cell_moments(panel))
    means = sums / np.maximum(counts, 1)
    # In whole numbers first, so that equal answers give a spread of exactly nothing.
    spread = (counts * squares - sums**2) / np.maximum(counts * (counts - 1), 1)
    errors = POINTS_PER_RATING * np.sqrt(spread / np.maximum(counts, 1))
    return CellValues(
        method="mean",
        net=frozen(means),
        levels=frozen(np.zeros((shape[0], shape[2]))),
        people=frozen(counts.max(axis=1)),
        members=frozen(answering_members(panel)),
        counts=frozen(counts),
        raw_means=masked(means, counts > 0),
        standard_errors=masked(errors, counts > 1),
    )

"""Does holding the severities matter? Resampling with a new fit in every draw."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ratings.mcda.adjusted import adjusted_cells
from ratings.mcda.aggregation import combine
from ratings.mcda.arrays import FloatArray, MaskedFloats, masked
from ratings.mcda.errors import McdaError
from ratings.mcda.intervals import Intervals
from ratings.mcda.problem import Panel
from ratings.mcda.voices import Voice
from ratings.mcda.weights import elicited_weights

HALF_A_RANK = 0.5


@dataclass(frozen=True, eq=False)
class RefitCheck:
    """Mean ranks with severities held against mean ranks with a new fit in each draw.

    held, refitted  (m,) masked mean ranks
    largest         the largest difference between them, 0 when nothing can be compared
    """

    held: MaskedFloats
    refitted: MaskedFloats
    largest: float

    @property
    def flagged(self) -> bool:
        """Whether the quick intervals are off by more than half a rank."""
        return self.largest > HALF_A_RANK


def refit_check(
    panel: Panel,
    voice: Voice,
    fallback: ArrayLike,
    intervals: Intervals,
    *,
    elicited: bool,
    seed: int,
    draws: int = 100,
) -> RefitCheck:
    """Compare the quick resampling with one that fits the two-way model anew in each draw.

    fallback (n,) weights where nobody gives swing points, or all along unless `elicited`;
    intervals from the quick draws of the same panel. A draw in which an option has no score
    does not count for it. For the closing of a round: one fit a draw. Raises McdaError.
    """
    if draws < 1:
        raise McdaError(f"draws: {draws}; at least one is needed")
    options = panel.shape[0]
    total, count = np.zeros(options), np.zeros(options)
    for child in np.random.SeedSequence(seed).spawn(draws):
        drawn = _drawn(panel, np.random.default_rng(child))
        shares = elicited_weights(drawn, voice, fallback).shares if elicited else fallback
        ranks = combine(adjusted_cells(drawn).cells, voice, shares).ranks
        total += ranks.filled(0)
        count += ~np.ma.getmaskarray(ranks)
    held = intervals.rank_chances.filled(0.0) @ np.arange(1.0, options + 1)
    present = ~np.ma.getmaskarray(intervals.top_chance) & (count > 0)
    refitted: FloatArray = total / np.maximum(count, 1)
    gaps = np.abs(held - refitted)[present]
    return RefitCheck(
        held=masked(held, present),
        refitted=masked(refitted, present),
        largest=float(gaps.max(initial=0.0)),
    )


def _drawn(panel: Panel, rng: np.random.Generator) -> Panel:
    """People drawn with replacement within their groups."""
    picked = [
        rng.choice(np.flatnonzero(panel.groups == group), size) for group, size in enumerate(panel.group_sizes) if size
    ]
    rows = np.concatenate([np.zeros(0, dtype=np.int64), *picked])
    return Panel(
        groups=panel.groups[rows],
        group_names=panel.group_names,
        sheets=panel.sheets[rows],
        swings=panel.swings[rows],
        options=panel.options,
        objectives=panel.objectives,
    )

"""What the missing answers could change."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratings.mcda.aggregation import Aggregate, combine, top_k
from ratings.mcda.arrays import FloatArray, frozen
from ratings.mcda.cells import POINTS_PER_RATING, CellValues
from ratings.mcda.errors import McdaError
from ratings.mcda.problem import HIGHEST_RATING, LOWEST_RATING
from ratings.mcda.voices import Voice


@dataclass(frozen=True, eq=False)
class MissingAnswers:
    """Aggregates under four suppositions about the answers that are missing.

    worst  all of them are 1; best  all of them are 9 (Manski 2003): an option's score with
           every answer in hand lies between its two
    lower  each is one point below what its cell says; higher  one point above
    """

    worst: Aggregate
    best: Aggregate
    lower: Aggregate
    higher: Aggregate

    def survives(self, official: Aggregate, k: int) -> dict[str, bool]:
        """Tell for each supposition whether the official top k would stand."""
        kept = top_k(official.ranks, k)
        return {name: top_k(getattr(self, name).ranks, k) == kept for name in ("worst", "best", "lower", "higher")}


def missing_answers(
    cells: CellValues,
    members: NDArray[np.int64],
    voice: Voice,
    weights: ArrayLike,
    *,
    shift: float = 1.0,
) -> MissingAnswers:
    """Score again with every member's answer filled in.

    members (G,) people of each group, answered or not (`panel.group_sizes`); weights (n,);
    shift in rating points. Where a group gave no answer in a cell, lower and higher start
    from what the other groups say there; a cell that nobody answered stays open in these
    two. Raises McdaError when a group has more answers than members.
    """
    official = combine(cells, voice, weights)
    own = cells.net + cells.levels[:, None, :]
    together = official.values.data / POINTS_PER_RATING + LOWEST_RATING
    centre = np.where(cells.counts > 0, own, together)
    known = (cells.counts > 0) | official.answered
    everywhere = np.ones_like(known)

    def filled(ratings: FloatArray, fillable: NDArray[np.bool_]) -> Aggregate:
        bounded = np.clip(ratings, LOWEST_RATING, HIGHEST_RATING)
        return combine(_fill(cells, members, bounded, fillable), voice, weights)

    return MissingAnswers(
        worst=filled(np.full_like(own, LOWEST_RATING), everywhere),
        best=filled(np.full_like(own, HIGHEST_RATING), everywhere),
        lower=filled(centre - shift, known),
        higher=filled(centre + shift, known),
    )


def _fill(
    cells: CellValues,
    members: NDArray[np.int64],
    ratings: FloatArray,
    fillable: NDArray[np.bool_],
) -> CellValues:
    missing = np.asarray(members, dtype=np.int64)[:, None, None] - cells.counts
    if (missing < 0).any():
        group = int(np.argwhere(missing < 0)[0][0])
        raise McdaError(f"members: group {group} has more answers than members")
    missing = np.where(fillable, missing, 0)
    counts = cells.counts + missing
    total = cells.counts * cells.net + missing * (ratings - cells.levels[:, None, :])
    return replace(
        cells,
        net=frozen(total / np.maximum(counts, 1)),
        people=frozen(counts.max(axis=1)),
        members=frozen(np.asarray(members)),
        counts=frozen(counts),
    )

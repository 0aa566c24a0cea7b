"""From the groups' values to one order of the options."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from ratings.mcda.additive import competition_ranks
from ratings.mcda.arrays import (
    BoolArray,
    FloatArray,
    IntArray,
    MaskedFloats,
    MaskedInts,
    frozen,
    masked,
)
from ratings.mcda.cells import CellValues, to_points
from ratings.mcda.errors import McdaError
from ratings.mcda.problem import checked_weights
from ratings.mcda.voices import Voice, effective_people, group_shares


@dataclass(frozen=True, eq=False)
class Aggregate:
    """Scores of the options, and where they come from.

    scores            (m,) masked, 0-100; masked where an answer that counts is wanting
    ranks             (m,) masked competition ranks among the scored options, best = 1
    values            (m, n) masked cell values, 0-100
    counts            (m, n) answers
    answered          (m, n) cells that have a value
    scored            (m,) options with a value in every objective of weight above 0
    shares            (n,) weights of the objectives, sum 1
    group_values      (G, m, n) masked
    group_shares      (G, m, n) how much each group counts in each cell
    silent            indices of the groups without a single answer
    effective_people  Kish's number: as many people as these voices are worth
    """

    scores: MaskedFloats
    ranks: MaskedInts
    values: MaskedFloats
    counts: IntArray
    answered: BoolArray
    scored: BoolArray
    shares: FloatArray
    group_values: MaskedFloats
    group_shares: FloatArray
    silent: tuple[int, ...]
    effective_people: float


def combine(cells: CellValues, voice: Voice, weights: ArrayLike) -> Aggregate:
    """Combine the groups' cell values by voice and score the options.

    weights (n,) of any positive sum. In each cell the value is the sum over the groups that
    answered it of share times value; the shares of the others go to them in proportion.
    Under `person` a group's share is its part of the cell's answers, so the value is the mean
    over persons. What a group rates higher or lower throughout (its level) counts by the
    groups that answered on the objective at all, not by which cells they happened to answer.

    An option with an unanswered cell in an objective that has weight is not scored: it has no
    score and no rank. An objective of weight 0 is left out of this. Raises McdaError.
    """
    shares = checked_weights(weights, what="weights")
    if len(shares) != cells.counts.shape[2]:
        raise McdaError(f"weights: {len(shares)} given for {cells.counts.shape[2]} objectives")
    shares = shares / shares.sum()
    omega = group_shares(voice, cells.counts)
    level = (group_shares(voice, cells.people) * cells.levels).sum(axis=0)
    points = to_points((omega * cells.net).sum(axis=0) + level)
    answered = np.asarray(omega.any(axis=0))
    scored = np.asarray((answered | (shares == 0)).all(axis=1))
    scores = masked(np.where(answered, points, 0.0) @ shares, scored)
    return Aggregate(
        scores=scores,
        ranks=masked_ranks(scores),
        values=masked(points, answered),
        counts=frozen(cells.counts.sum(axis=0)),
        answered=frozen(answered),
        scored=frozen(scored),
        shares=frozen(shares),
        group_values=cells.values,
        group_shares=omega,
        silent=tuple(int(g) for g in np.flatnonzero(~cells.counts.any(axis=(1, 2)))),
        effective_people=effective_people(voice, cells.members),
    )


def masked_ranks(scores: MaskedFloats) -> MaskedInts:
    """Competition ranks of the scores that stand; masked where the score is. (m,) to (m,)."""
    present = ~np.ma.getmaskarray(scores)
    ranks = np.zeros(scores.shape, dtype=np.int64)
    if present.any():
        ranks[present] = competition_ranks(scores.data[present])
    return np.ma.MaskedArray(ranks, mask=~present)


def top_k(ranks: MaskedInts, k: int) -> tuple[int, ...]:
    """Indices of the options of rank k or better; more than k when options tie there."""
    return tuple(int(s) for s in np.flatnonzero(ranks.filled(k + 1) <= k))


def group_scores(cells: CellValues, weights: ArrayLike) -> tuple[MaskedFloats, MaskedInts]:
    """Scores and ranks of the options in each group's own view.

    weights (n,) for all groups or (G, n) for each its own, of any positive sum; a group
    whose row is all zero has no view. Returns (G, m) masked scores and ranks; an option is
    masked where the group left a weighted cell unanswered. Raises McdaError.
    """
    values = cells.values
    groups, options, objectives = values.shape
    table = np.broadcast_to(np.asarray(weights, dtype=np.float64), (groups, objectives))
    scores = np.zeros((groups, options))
    scored = np.zeros((groups, options), dtype=bool)
    for group in range(groups):
        if not table[group].any():
            continue
        shares = checked_weights(table[group], what=f"weights of group {group}")
        shares = shares / shares.sum()
        scored[group] = ((cells.counts[group] > 0) | (shares == 0)).all(axis=1)
        scores[group] = values.data[group] @ shares
    result = masked(scores, scored)
    ranks = np.zeros((groups, options), dtype=np.int64)
    for group in range(groups):
        ranks[group] = masked_ranks(result[group]).filled(0)
    return result, np.ma.MaskedArray(ranks, mask=~scored)


def leave_one_group_out(cells: CellValues, voice: Voice, weights: Sequence[ArrayLike]) -> tuple[Aggregate, ...]:
    """The aggregate without each group in turn, with severities held as fitted.

    weights: G entries, the weights (n,) that stand when group g is left out. Returns G
    aggregates; the one whose group was silent equals the whole, and nothing is scored where no
    group that counts is left. Raises McdaError.
    """
    if len(weights) != len(cells.counts):
        raise McdaError(f"weights: {len(weights)} given for {len(cells.counts)} groups")
    return tuple(combine(_without(cells, group), voice, own) for group, own in enumerate(weights))


def _without(cells: CellValues, group: int) -> CellValues:
    keep = np.arange(len(cells.counts)) != group
    return replace(
        cells,
        people=frozen(np.where(keep[:, None], cells.people, 0)),
        members=frozen(np.where(keep, cells.members, 0)),
        counts=frozen(np.where(keep[:, None, None], cells.counts, 0)),
    )

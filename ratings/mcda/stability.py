"""How soon the top of the list settled: overlap of the top k against the number of raters."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratings.mcda.additive import competition_ranks
from ratings.mcda.aggregation import combine, top_k
from ratings.mcda.arrays import BoolArray, FloatArray, frozen
from ratings.mcda.cells import CellValues, to_points
from ratings.mcda.errors import McdaError
from ratings.mcda.problem import Panel
from ratings.mcda.sampling import Tables, build_tables, weighted_sums
from ratings.mcda.voices import Voice, group_shares

STEPS = 10
REPEATS = 50


@dataclass(frozen=True, eq=False)
class StabilityCurve:
    """Share of the top k that a part of the raters already finds.

    raters   (K,) mean number of raters in the part, rising; the last is all of them
    overlap  (K,) mean share of the official top k, 0-1
    low      (K,) the share that 9 of 10 parts reach

    Empty when nobody takes part or nothing is scored.
    """

    raters: FloatArray
    overlap: FloatArray
    low: FloatArray


def stability_curve(
    panel: Panel,
    cells: CellValues,
    voice: Voice,
    weights: ArrayLike,
    *,
    k: int,
    seed: int,
    severities: FloatArray | None = None,
    steps: int = STEPS,
    repeats: int = REPEATS,
) -> StabilityCurve:
    """Score growing parts of the raters, taken by chance within groups, without replacement.

    Each part grows out of the one before. At least one rater of each group is in every part;
    severities and weights (n,) are held. An option that a part leaves with an open cell is
    not in its top k. Raises McdaError. Source: Yoshida, Rudan & Cousens 2016.
    """
    if steps < 1 or repeats < 1:
        raise McdaError(f"stability: steps {steps} and repeats {repeats} must be at least 1")
    official = combine(cells, voice, weights)
    top = np.isin(np.arange(panel.shape[0]), top_k(official.ranks, k))
    if not (panel.people and top.any()):
        nothing = frozen(np.zeros(0))
        return StabilityCurve(nothing, nothing, nothing)
    tables = build_tables(panel, cells, severities)
    keys = _keys(np.random.default_rng(seed), tables, repeats)
    raters, overlap, low = np.zeros(steps), np.zeros(steps), np.zeros(steps)
    for step in range(steps):
        parts = [(own <= (step + 1) / steps).astype(np.float32) for own in keys]
        raters[step] = sum(float(part.sum()) for part in parts) / repeats
        points, answered = _points(parts, tables, cells, voice)
        scored = (answered | (official.shares == 0)).all(axis=2)
        ranks = competition_ranks(np.where(scored, np.einsum("bsj,j->bs", points, official.shares), -1.0))
        found = ((ranks <= k) & scored)[:, top].mean(axis=1)
        overlap[step] = found.mean()
        low[step] = np.quantile(found, 0.1, method="inverted_cdf")
    return StabilityCurve(frozen(raters), frozen(overlap), frozen(low))


def _keys(rng: np.random.Generator, tables: Tables, repeats: int) -> list[FloatArray]:
    """A number for each person and repeat: the person joins when the part passes it."""
    keys = []
    for table in tables.groups:
        own = rng.random((repeats, len(table)))
        if len(table):
            own[np.arange(repeats), own.argmin(axis=1)] = 0.0
        keys.append(own)
    return keys


def _points(
    parts: list[NDArray[np.float32]], tables: Tables, cells: CellValues, voice: Voice
) -> tuple[FloatArray, BoolArray]:
    """Values (repeats, m, n) of each part, and which of them have an answer that counts."""
    sums = [tables.split(weighted_sums(p, t)) for p, t in zip(parts, tables.groups, strict=True)]
    answers = np.stack([own.answers for own in sums])
    means = np.stack([own.ratings for own in sums]) / np.maximum(answers, 1)
    omega = group_shares(voice, answers)
    shape = (-1, tables.options, tables.objectives)
    level = (group_shares(voice, cells.people) * cells.levels).sum(axis=0)
    points = to_points((omega * means).sum(axis=0).reshape(shape) + level)
    return points, np.asarray(omega.any(axis=0).reshape(shape))

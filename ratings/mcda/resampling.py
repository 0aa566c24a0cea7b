"""Who else might have answered: scores over resampled people."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from ratings.mcda.aggregation import combine
from ratings.mcda.arrays import BoolArray, FloatArray, IntArray, frozen
from ratings.mcda.cells import CellValues, to_points
from ratings.mcda.delta import normal_scores
from ratings.mcda.errors import McdaError
from ratings.mcda.problem import Panel
from ratings.mcda.sampling import (
    Tables,
    build_tables,
    census_factors,
    chunk_generators,
    person_weights,
    spread_factors,
    weighted_sums,
)
from ratings.mcda.voices import Voice, group_shares
from ratings.mcda.weights import ElicitedWeights

DRAWS = 2000
MANY_PEOPLE = 20_000


@dataclass(frozen=True, eq=False)
class Draws:
    """Scores of the options in each draw.

    scores     (B, m) 0-100; columns of options that are not scored hold 0
    scored     (m,) as in the aggregate
    estimable  False when no group has two people: nothing then tells how far others would
               differ, and no interval is given
    single     indices of the groups of one person, who add no spread of their own
    method     "bootstrap", or "normal" for the delta method
    """

    scores: FloatArray
    scored: BoolArray
    estimable: bool
    single: tuple[int, ...]
    method: Literal["bootstrap", "normal"]


def resample(
    panel: Panel,
    cells: CellValues,
    voice: Voice,
    weights: ElicitedWeights | ArrayLike,
    *,
    seed: int,
    severities: FloatArray | None = None,
    populations: IntArray | None = None,
    draws: int = DRAWS,
    method: Literal["auto", "bootstrap", "normal"] = "auto",
    threads: int = 1,
) -> Draws:
    """Score the options again and again with people drawn within their groups.

    Whole people are drawn, with all their ratings and their swing points (when `weights` are
    elicited; fixed weights (n,) stay as they are). Severities are held as fitted, so a draw
    costs no new fit. In a group of 15 and more people weights are Poisson(1), below that
    exponential (Bayesian bootstrap). Where a draw leaves a group no answer in a cell, the
    cell keeps its value. populations (G,), 0 where unknown, brings the finite-population
    correction: a census has no sampling error. "auto" takes the delta method above 20,000
    people. Same seed, same bytes, for any number of threads. Raises McdaError.

    Sources: Davison & Hinkley 1997, chapter 3; Rubin 1981; Xie, Singh & Zhang 2009.
    """
    if draws < 1:
        raise McdaError(f"draws: {draws}; at least one is needed")
    elicited = weights if isinstance(weights, ElicitedWeights) and not weights.fallback else None
    shares = weights.shares if isinstance(weights, ElicitedWeights) else weights
    official = combine(cells, voice, shares)
    sizes = panel.group_sizes
    census = census_factors(sizes, populations)
    tables = build_tables(panel, cells, severities)
    normal = method == "normal" or (method == "auto" and panel.people > MANY_PEOPLE)
    if normal:
        scores = normal_scores(tables, cells, voice, official, elicited, census, draws, seed)
    else:
        scorer = _Scorer(tables, cells, voice, official.shares, elicited, sizes, populations)
        with ThreadPoolExecutor(threads) as pool:
            chunks = pool.map(scorer.draw, *zip(*chunk_generators(seed, draws), strict=True))
            scores = np.concatenate(list(chunks))
    return Draws(
        scores=frozen(np.where(official.scored, scores, 0.0)),
        scored=official.scored,
        estimable=bool((sizes > 1).any()),
        single=tuple(int(g) for g in np.flatnonzero(sizes == 1)),
        method="normal" if normal else "bootstrap",
    )


class _Mean:
    """A mean over people in each group, combined by voice, and how it moves in a draw.

    centre (G, columns) the mean as reported; whole (G, columns) as it follows from the
    tables, whose entries are rounded to their grid: only deviations are taken from there.
    """

    def __init__(
        self,
        centre: FloatArray,
        whole: FloatArray,
        counts: IntArray,
        voice: Voice,
        sizes: IntArray,
        populations: IntArray | None,
    ) -> None:
        self.centre, self.whole, self.counts, self.sizes = centre, whole, counts, sizes
        self.by_person = voice.policy == "person"
        self.omega = group_shares(voice, counts)
        self.factors = spread_factors(counts, sizes, populations)
        self.census = census_factors(sizes, populations)
        self.combined = (self.omega * centre).sum(axis=0)

    def moved(self, group: int, total: FloatArray, count: FloatArray) -> FloatArray:
        """Means of one group in each draw, from sums and counts (B, columns)."""
        whole = self.whole[group]
        moved = _ratio(total, count, otherwise=whole)
        moved -= whole
        moved *= self.factors[group]
        moved += self.centre[group]
        return moved

    def share(self, group: int, count: FloatArray, people: FloatArray) -> FloatArray:
        """How much the group counts in each draw; by person, as many as its drawn answers."""
        if not self.by_person:
            return np.asarray(self.omega[group])
        drawn = count * (self.sizes[group] / np.where(people > 0, people, 1.0))
        if self.census[group] == 1:
            return np.asarray(drawn)
        share = drawn - self.counts[group]
        share *= self.census[group]
        share += self.counts[group]
        return np.asarray(share)


def _ratio(total: FloatArray, count: FloatArray, *, otherwise: FloatArray) -> FloatArray:
    """A fresh array of totals over counts, and of something else where nothing counts."""
    if count.min() > 0:
        return np.asarray(total / count)
    return np.where(count > 0, total / np.where(count > 0, count, 1.0), otherwise)


class _Scorer:
    """Scores of chunks of draws."""

    def __init__(
        self,
        tables: Tables,
        cells: CellValues,
        voice: Voice,
        shares: FloatArray,
        elicited: ElicitedWeights | None,
        sizes: IntArray,
        populations: IntArray | None,
    ) -> None:
        self.tables, self.shares = tables, shares
        own = [sums.means() for sums in tables.whole()]
        whole = {name: np.concatenate([means[name] for means in own]) for name in own[0]}
        sources = {"ratings": (cells.net.reshape(len(sizes), -1), cells.counts.reshape(len(sizes), -1))}
        if cells.method == "adjusted":  # under `mean` all levels are 0
            sources["levels"] = cells.levels, cells.people
        if elicited is not None:
            givers = np.repeat(elicited.counts[:, None], len(shares), axis=1)
            sources["weights"] = elicited.group_weights, givers
        self.means = {
            name: _Mean(centre, whole[name], counts, voice, sizes, populations)
            for name, (centre, counts) in sources.items()
        }

    def draw(self, rng: np.random.Generator, draws: int) -> FloatArray:
        """Return scores (draws, m)."""
        columns = {name: mean.counts.shape[1] for name, mean in self.means.items()}
        value = {name: np.zeros((draws, size)) for name, size in columns.items()}
        share = {name: np.zeros((draws, size)) for name, size in columns.items()}
        for group, table in enumerate(self.tables.groups):
            if not len(table):
                continue
            sums = self.tables.split(weighted_sums(person_weights(rng, draws, len(table)), table))
            for name, mean in self.means.items():
                total, count = sums.pair(name)
                own = mean.share(group, count, sums.people)
                moved = mean.moved(group, total, count)
                moved *= own
                value[name] += moved
                share[name] += own
        return self._scores(
            {name: _ratio(value[name], share[name], otherwise=mean.combined) for name, mean in self.means.items()}
        )

    def _scores(self, combined: dict[str, FloatArray]) -> FloatArray:
        shape = (-1, self.tables.options, self.tables.objectives)
        ratings = combined["ratings"].reshape(shape)
        if "levels" in combined:
            ratings = ratings + combined["levels"][:, None, :]
        points = to_points(ratings)
        if "weights" not in combined:
            return np.asarray(np.einsum("bsj,j->bs", points, self.shares))
        weights = np.maximum(combined["weights"], 0.0)
        total = weights.sum(axis=1, keepdims=True)
        shares = np.where(total > 0, weights / np.where(total > 0, total, 1.0), self.shares)
        return np.asarray(np.einsum("bsj,bj->bs", points, shares))

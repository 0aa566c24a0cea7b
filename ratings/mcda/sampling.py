"""Sums over resampled people, exact in binary so that no thread count can change a bit.

Each group has a table with a row a person: ratings less severity, whether answered, severities,
weights of objectives, whether they were given. A draw gives each person a weight; the weighted
sum of the rows is all that a score needs. Entries lie on a grid of powers of two and weights are
whole numbers (or lie on a grid), so every sum is exact whatever its order.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, factorial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ratings.mcda.arrays import FloatArray, IntArray
from ratings.mcda.cells import CellValues
from ratings.mcda.errors import McdaError
from ratings.mcda.problem import MISSING, Panel
from ratings.mcda.weights import personal_weights

SMALL_GROUP = 15  # below this, the Bayesian bootstrap: it never loses a person entirely
DRAWS_PER_CHUNK = 250  # their sums stay in the processor's cache
_RATING_GRID = 2.0**7
_WEIGHT_GRID = 2.0**11
_PERSON_GRID = 2.0**16
_BLOCK = 4096  # people whose sums stay below 2**24 grid steps, exact in float32
_WORDS = 2**16


def _poisson_limits() -> list[np.uint16]:
    """The 16-bit words at which a Poisson(1) count rises by one; chances rounded to 1/65536."""
    chances = np.cumsum([exp(-1.0) / factorial(k) for k in range(8)])
    return list(np.ceil(chances * _WORDS - 0.5).astype(np.uint16))


_POISSON_LIMITS = _poisson_limits()


@dataclass(frozen=True, eq=False)
class Sums:
    """Weighted sums in one group over B draws (or B = 1 for the whole data).

    ratings (B, m*n) less severity, answers (B, m*n), levels (B, n) sums of severities,
    raters (B, n) with an answer on the objective, weights (B, n), givers (B, 1), people (B, 1)
    """

    ratings: FloatArray
    answers: FloatArray
    levels: FloatArray
    raters: FloatArray
    weights: FloatArray
    givers: FloatArray
    people: FloatArray

    def pair(self, name: str) -> tuple[FloatArray, FloatArray]:
        """Return the sums of a name and what to divide them by."""
        count = {"ratings": self.answers, "levels": self.raters, "weights": self.givers}
        return getattr(self, name), count[name]

    def means(self) -> dict[str, FloatArray]:
        """Sums over counts, 0 where nothing counts."""
        pairs = {name: self.pair(name) for name in ("ratings", "levels", "weights")}
        return {name: total / np.maximum(count, 1) for name, (total, count) in pairs.items()}


@dataclass(frozen=True, eq=False)
class Tables:
    """The rows of all people by group; see the head of this module."""

    groups: tuple[NDArray[np.float32], ...]
    options: int
    objectives: int

    @property
    def edges(self) -> tuple[int, ...]:
        """Where each kind of column ends, in the order of the fields of Sums."""
        cells, n = self.options * self.objectives, self.objectives
        return tuple(int(edge) for edge in np.cumsum([cells, cells, n, n, n, 1]))

    def split(self, sums: FloatArray) -> Sums:
        """Name the columns of weighted sums (B, columns)."""
        return Sums(*np.split(sums, self.edges, axis=1))

    def whole(self) -> tuple[Sums, ...]:
        """Sums in which each person counts once, by group."""
        return tuple(
            self.split(weighted_sums(np.ones((1, len(table)), dtype=np.float32), table)) for table in self.groups
        )


def build_tables(panel: Panel, cells: CellValues, severities: FloatArray | None) -> Tables:
    """Lay out the rows of each group.

    severities (P, n) as fitted, None under `mean`. Raises McdaError when they are wanting.
    """
    options, objectives = panel.shape
    if severities is None:
        if cells.method == "adjusted":
            raise McdaError("severities: adjusted values need those of the same fit")
        severities = np.zeros((panel.people, objectives))
    if severities.shape != (panel.people, objectives):
        raise McdaError(f"severities: shape {severities.shape} for {panel.people} raters")
    shares, usable = personal_weights(panel)
    empty = Tables((), options, objectives)
    columns = np.tile(np.eye(objectives, dtype=np.float32), (options, 1))
    tables = []
    for group in range(len(panel.group_names)):
        rows = np.flatnonzero(panel.groups == group)
        own = np.round((severities[rows] + cells.levels[group]) * _RATING_GRID) / _RATING_GRID
        table = np.ones((len(rows), empty.edges[-1] + 1), dtype=np.float32)
        ratings, answers, levels, raters, weights, givers, _ = np.split(table, empty.edges, axis=1)
        present = panel.sheets[rows] != MISSING
        answers[:] = present
        np.multiply(panel.sheets[rows], present.view(np.uint8), out=ratings)
        if own.any():
            ratings -= np.tile(own.astype(np.float32), options) * present
        raters[:] = answers @ columns > 0  # a product, because any() is slow on short rows
        levels[:] = own * raters
        weights[:] = np.round(shares[rows] * _WEIGHT_GRID) / _WEIGHT_GRID
        givers[:, 0] = usable[rows]
        tables.append(table)
    return Tables(tuple(tables), options, objectives)


def weighted_sums(weights: NDArray[Any], table: NDArray[np.float32]) -> FloatArray:
    """Exact product of weights (B, people) and table (people, columns), float64.

    Whole weights (float32) go in blocks small enough to be exact; others as float64.
    """
    if weights.dtype != np.float32:
        return np.asarray(weights @ table.astype(np.float64))
    total = (weights[:, :_BLOCK] @ table[:_BLOCK]).astype(np.float64)
    for start in range(_BLOCK, len(table), _BLOCK):
        total += weights[:, start : start + _BLOCK] @ table[start : start + _BLOCK]
    return total


def chunk_generators(seed: int, draws: int) -> Iterator[tuple[np.random.Generator, int]]:
    """Yield the fixed chunks of the draws: a generator of its own, and how many draws."""
    starts = range(0, draws, DRAWS_PER_CHUNK)
    children = np.random.SeedSequence(seed).spawn(len(starts))
    for start, child in zip(starts, children, strict=True):
        yield np.random.default_rng(child), min(DRAWS_PER_CHUNK, draws - start)


def person_weights(rng: np.random.Generator, draws: int, people: int) -> NDArray[Any]:
    """Weights (draws, people) of the people of one group.

    Poisson(1) counts, as good as resampling with replacement once sums are divided by the
    total (float32); below SMALL_GROUP people exponential weights, which make the Bayesian
    bootstrap (Rubin 1981; float64).
    """
    if people < SMALL_GROUP:
        drawn = rng.standard_exponential((draws, people))
        return np.round(drawn * _PERSON_GRID) / _PERSON_GRID
    size = draws * people
    words = rng.integers(0, 2**64, -(-size // 4), dtype=np.uint64).view(np.uint16)[:size]
    counts = np.zeros(size, dtype=np.uint8)
    for limit in _POISSON_LIMITS:
        counts += (words >= limit).view(np.uint8)
    return counts.reshape(draws, people).astype(np.float32)


def spread_factors(counts: NDArray[Any], people: IntArray, populations: IntArray | None) -> FloatArray:
    """Factors for the deviation of a resampled mean.

    counts (G, ...) answers behind each mean; people (G,) members; populations (G,) sizes of
    the groups they stand for, 0 where unknown. Makes the variance that of the unbiased
    estimate, s^2 / n, and multiplies by the finite-population correction 1 - n/N (Cochran
    1977). Returns (G, ...); a single answer has no spread to scale. Raises McdaError.
    """
    n = np.asarray(counts, dtype=np.float64)
    shape = (-1,) + (1,) * (n.ndim - 1)
    small = (np.asarray(people) < SMALL_GROUP).reshape(shape)
    factors = np.sqrt((n + small) / np.maximum(n - 1, 1))
    return np.asarray(np.where(n > 1, factors, 1.0) * census_factors(people, populations).reshape(shape))


def census_factors(people: IntArray, populations: IntArray | None) -> FloatArray:
    """sqrt(1 - n/N) for each group (G,); 1 where the population is unknown (0 or None)."""
    if populations is None:
        return np.ones(len(people))
    sizes = np.asarray(populations, dtype=np.float64)
    if sizes.shape != people.shape:
        raise McdaError(f"populations: {sizes.shape} given for {len(people)} groups")
    for group in np.flatnonzero((sizes != 0) & (sizes < people))[:1]:
        raise McdaError(f"populations: group {group} has more raters than people")
    return np.sqrt(1.0 - np.where(sizes > 0, people / np.where(sizes > 0, sizes, 1.0), 0.0))

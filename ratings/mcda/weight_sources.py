"""Where drawn weights come from: the whole simplex, a stated order, or given people."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from ratings.mcda.arrays import FloatArray, finite_floats, frozen
from ratings.mcda.errors import McdaError
from ratings.mcda.problem import checked_weights


class WeightSource(Protocol):
    """A distribution of weights over `objectives` objectives."""

    @property
    def objectives(self) -> int:
        """Number of objectives."""

    def draw(self, rng: np.random.Generator, size: int) -> FloatArray:
        """Draw `size` weight vectors, (size, n), each with a positive sum (any sum)."""


@dataclass(frozen=True)
class AnyWeights:
    """Every weight vector is as likely as any other: uniform on the simplex.

    Independent exponentials, once normalised, are uniform there (Devroye 1986, chapter 5).
    They are left unnormalised, because the scale of weights cannot change a rank.
    """

    objectives: int

    def __post_init__(self) -> None:
        if self.objectives < 1:
            raise McdaError("weights: at least one objective is needed")

    def draw(self, rng: np.random.Generator, size: int) -> FloatArray:
        """Draw (size, n) positive weights."""
        # One objective after the other in memory: sums over draws then run along it.
        return rng.standard_exponential((self.objectives, size)).T


@dataclass(frozen=True)
class OrderedWeights:
    """Uniform over the weights that respect a stated order of importance.

    order  tiers of indices of objectives, the most important tier first; every objective
           of an earlier tier weighs at least as much as every one of a later tier, and
           nothing is said about the order within a tier. Each of the n objectives stands
           in exactly one tier.

    Raises McdaError. Source: the ordinal weight information of SMAA-2 (Lahdelma &
    Salminen 2001); sorting a uniform vector is uniform on the ordered part.
    """

    order: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        placed = sorted(objective for tier in self.order for objective in tier)
        if not placed or placed != list(range(len(placed))):
            raise McdaError(f"order: objectives 0 to n-1 are needed once each, found {placed}")

    @property
    def objectives(self) -> int:
        """Number of objectives."""
        return sum(len(tier) for tier in self.order)

    def draw(self, rng: np.random.Generator, size: int) -> FloatArray:
        """Draw (size, n) positive weights, the largest to the first tier."""
        falling = -np.sort(-rng.standard_exponential((size, self.objectives)), axis=1)
        weights = np.empty_like(falling)
        start = 0
        for tier in self.order:
            block = falling[:, start : start + len(tier)]
            weights[:, list(tier)] = rng.permuted(block, axis=1)
            start += len(tier)
        return weights


@dataclass(frozen=True, eq=False)
class GivenWeights:
    """The weights that people gave, drawn with a chance for each person.

    rows     (Q, n) weights, none negative, no row all zero; rows are normalised here
    chances  (Q,) how much each person counts, any sum; None counts all the same

    Raises McdaError, also when nobody gave weights.
    """

    rows: FloatArray
    chances: FloatArray

    def __init__(self, rows: ArrayLike, chances: ArrayLike | None = None) -> None:
        given = finite_floats(rows, what="given weights", ndim=2)
        if given.size == 0:
            raise McdaError("given weights: nobody gave any")
        totals = given.sum(axis=1)
        for person in np.flatnonzero((given < 0).any(axis=1) | (totals <= 0))[:1]:
            raise McdaError(f"given weights: row {person} is negative or all zero")
        counts = np.ones(len(given)) if chances is None else chances
        shares = checked_weights(counts, what="chances")
        if len(shares) != len(given):
            raise McdaError(f"chances: {len(shares)} for {len(given)} rows of weights")
        object.__setattr__(self, "rows", frozen(given / totals[:, None]))
        object.__setattr__(self, "chances", frozen(shares / shares.sum()))

    @property
    def objectives(self) -> int:
        """Number of objectives."""
        return int(self.rows.shape[1])

    def draw(self, rng: np.random.Generator, size: int) -> FloatArray:
        """Draw (size, n) of the given rows, with replacement."""
        people: FloatArray = self.rows[rng.choice(len(self.rows), size=size, p=self.chances)]
        return people


def order_of_weights(weights: ArrayLike) -> OrderedWeights:
    """Return the order that a weight vector states; equal weights share a tier.

    weights (n,) finite, any sum. Raises McdaError.
    """
    array = checked_weights(weights, what="weights")
    tiers: dict[float, list[int]] = {}
    for objective, weight in enumerate(array.tolist()):
        tiers.setdefault(weight, []).append(objective)
    ordered: Sequence[float] = sorted(tiers, reverse=True)
    return OrderedWeights(tuple(tuple(tiers[weight]) for weight in ordered))

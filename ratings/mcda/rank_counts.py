"""Count who takes which rank in many draws: a fast way, and a way that shares ties."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ratings.mcda.additive import TIE_TOLERANCE
from ratings.mcda.arrays import BoolArray, FloatArray, IntArray

# Small enough for the processor's cache; any size gives the same counts.
BLOCK_ROWS = 4096
TIED_ROWS = 512


@dataclass(frozen=True, eq=False)
class RankCounts:
    """Sums over one chunk of draws.

    ranks    (m, m) how often (or with what chance) each option takes each rank
    centres  (m, n) sum of the weights under which each option came first
    wins     (m, m) how often the row scored above the column, ties counting half; None
             when nobody asked
    """

    ranks: FloatArray
    centres: FloatArray
    wins: FloatArray | None


class KeyCounter:
    """Rank counts for draws in which only identical options can tie.

    Scores are computed in float64 and cut to fixed-point numbers. Each is shifted to make
    room for the index of its option in its lowest bits, so one sort of integers gives both
    order and owner: a whole row at a time, without an argsort. With up to 32 options the
    numbers have 26 bits, so two scores closer than 1.5e-8 of the range may change places:
    a chance of that size, far below any Monte Carlo error. The work goes in blocks that
    stay in the processor's cache, in buffers that are kept; one counter serves one thread.
    """

    def __init__(self, values: FloatArray, *, pairwise: bool) -> None:
        """Hold values (m, n) within 0-1; `pairwise` counts the winners of pairs as well."""
        m, n = values.shape
        kind = np.dtype(np.int32 if m <= 32 else np.int64)
        self._options, self._objectives, self._pairwise = m, n, pairwise
        self._bits = max(1, (m - 1).bit_length())
        # One bit is the sign, another keeps a sum of rounded shares that exceeds 1 in range.
        scale = 2.0 ** min(8 * kind.itemsize - 2 - self._bits, 52)
        self._columns = np.ascontiguousarray(values.T) * scale
        self._scores = np.empty((BLOCK_ROWS, m))
        self._keys = np.empty((BLOCK_ROWS, m), dtype=kind)
        # Whole tables, because numpy is slow at adding short rows to a table.
        self._owners = np.tile(np.arange(m, dtype=kind), (BLOCK_ROWS, 1))
        self._places = self._owners << self._bits
        self._cells = np.tile(np.arange(n, dtype=np.int64), BLOCK_ROWS)

    def count(self, weights: FloatArray) -> RankCounts:
        """Count ranks under weights (size, n) whose rows sum to 1."""
        m, n, span = self._options, self._objectives, 1 << self._bits
        places = np.zeros(m * span, dtype=np.int64)
        centres = np.zeros(m * n)
        wins = np.zeros((m, m)) if self._pairwise else None
        for start in range(0, len(weights), BLOCK_ROWS):
            block = weights[start : start + BLOCK_ROWS]
            keys = self._fixed_point_scores(block)
            if wins is not None:
                wins += winning_counts(keys)
            self._sort_owners(keys)
            cells = np.repeat(keys[:, -1].astype(np.int64) * n, n)
            cells += self._cells[: len(cells)]
            centres += np.bincount(cells, block.ravel(), minlength=m * n)
            keys += self._places[: len(keys)]
            places += np.bincount(keys.ravel(), minlength=m * span)
        rising = places.reshape(m, span)[:, :m]
        ranks = rising[::-1].T.astype(np.float64)
        return RankCounts(ranks, centres.reshape(m, n), wins)

    def _fixed_point_scores(self, weights: FloatArray) -> NDArray[np.signedinteger[Any]]:
        scores = self._scores[: len(weights)]
        keys = self._keys[: len(weights)]
        np.matmul(weights, self._columns, out=scores)
        keys[...] = scores
        return keys

    def _sort_owners(self, keys: NDArray[np.signedinteger[Any]]) -> None:
        """Overwrite each row by its owners, the lowest score first."""
        keys <<= self._bits
        keys |= self._owners[: len(keys)]
        keys.sort(axis=1)
        keys &= (1 << self._bits) - 1


def shared_counts(scores: FloatArray, weights: FloatArray, chances: FloatArray, *, pairwise: bool) -> RankCounts:
    """Rank counts in which options that tie share their ranks evenly.

    scores (size, m), weights (size, n) with sum 1, chances (size,) what each draw counts.
    Two options tied for first each count half a first and half a second rank, so rows and
    columns of the counts have equal sums. A tie is a step of at most 1e-9 in the sorted
    scores. Returns sums weighted by the chances.
    """
    m = scores.shape[1]
    order = np.argsort(-scores, axis=1, kind="stable")
    falling = np.take_along_axis(scores, order, axis=1)
    apart = falling[:, :-1] - falling[:, 1:] > TIE_TOLERANCE
    tied = ~apart.all(axis=1)
    plain = ~tied
    cells = order[plain] * m + np.arange(m)
    spread = np.repeat(chances[plain], m)
    counted = np.bincount(cells.ravel(), spread, minlength=m * m)
    ranks: FloatArray = counted.reshape(m, m).astype(np.float64)
    firsts = np.zeros(scores.shape)
    firsts[plain, order[plain, 0]] = 1.0
    for start in range(0, int(tied.sum()), TIED_ROWS):
        rows = np.flatnonzero(tied)[start : start + TIED_ROWS]
        places = _shared_places(order[rows], apart[rows])
        ranks = ranks + np.tensordot(chances[rows], places, axes=1)
        firsts[rows] = places[:, :, 0]
    centres = (firsts * chances[:, None]).T @ weights
    wins = winning_counts(scores, chances) if pairwise else None
    return RankCounts(ranks, centres, wins)


def _shared_places(order: IntArray, apart: BoolArray) -> FloatArray:
    """Return (size, m, m): the share of each rank that each option takes in each draw."""
    level = np.zeros(order.shape, dtype=np.int64)
    level[:, 1:] = np.cumsum(apart, axis=1)
    own = np.empty_like(level)
    np.put_along_axis(own, order, level, axis=1)
    same = (own[:, :, None] == level[:, None, :]).astype(np.float64)
    shares: FloatArray = same / same.sum(axis=2, keepdims=True)
    return shares


def winning_counts(scores: NDArray[Any], chances: FloatArray | None = None) -> FloatArray:
    """How often each option scores above each other one; ties count half to both.

    scores (size, m) of any numeric type, tied where equal (float: within 1e-9); chances
    (size,) what each draw counts, None counts 1. Returns (m, m) with half of the total on
    the diagonal, where an option ties with itself.
    """
    total = float(len(scores)) if chances is None else float(chances.sum())
    columns = np.ascontiguousarray(scores.T)
    raised = columns + TIE_TOLERANCE if columns.dtype.kind == "f" else columns
    m = len(columns)
    above = np.zeros((m, m))
    for option in range(m):
        higher = columns[option] > raised
        above[option] = [np.count_nonzero(row) for row in higher] if chances is None else higher @ chances
    wins: FloatArray = (total + above - above.T) / 2
    return wins

"""Count who takes which rank in many draws: a fast way, and a way that shares ties."""

import sys
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ratings.mcda.additive import TIE_TOLERANCE
from ratings.mcda.arrays import BoolArray, FloatArray, IntArray

# Small enough for the processor's cache; any size gives the same counts.
BLOCK_ROWS = 4096
# Products so small that the linear algebra library does not start threads of its own.
PRODUCT_ROWS = 1024
TIED_ROWS = 512
PAIRED_BITS = 5

Keys: TypeAlias = NDArray[np.signedinteger[Any]]


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
    numbers have 25 bits, so two scores closer than 3e-8 of the range may change places: a
    chance of that size, far below any Monte Carlo error. Two neighbouring places are counted
    at once. The work goes in blocks that stay in the processor's cache, in buffers that are
    kept; one counter serves one thread.
    """

    def __init__(self, values: FloatArray, *, pairwise: bool, block_rows: int = BLOCK_ROWS) -> None:
        """Hold values (m, n) within 0-1; `pairwise` counts the winners of pairs as well."""
        m = len(values)
        self._options, self._pairwise, self._rows = m, pairwise, block_rows
        self._bits = max(1, (m - 1).bit_length())
        self._kind = np.dtype(np.int32 if self._bits <= PAIRED_BITS else np.int64)
        # One bit is the sign, another keeps a sum of rounded shares that exceeds 1 in range.
        scale = 2.0 ** min(8 * self._kind.itemsize - 2 - self._bits, 52)
        self._columns = np.ascontiguousarray(values.T) * scale
        self._scores = np.empty((PRODUCT_ROWS, m))
        # An even number of columns; the spare one stays last.
        self._width = m + m % 2
        self._keys = np.empty((block_rows, self._width), dtype=self._kind)
        # Whole tables, because numpy is slow at adding short rows to a table.
        self._owners = np.tile(np.arange(self._width, dtype=self._kind), (block_rows, 1))
        self._cells = np.empty((block_rows, self._width * self._kind.itemsize // 8), dtype=np.int64)
        self._place_cells = 1 << self._bits * (2 if self._paired else 1)
        places = np.arange(self._cells.shape[1], dtype=np.int64)
        self._places = np.tile(places * self._place_cells, (block_rows, 1))

    @property
    def _paired(self) -> bool:
        return self._kind.itemsize == 4

    def count(self, weights: FloatArray) -> RankCounts:
        """Count ranks under weights (size, n) whose rows sum to 1."""
        m = self._options
        table = np.zeros(self._cells.shape[1] * self._place_cells, dtype=np.int64)
        winners = np.empty(len(weights), dtype=np.int64)
        wins = np.zeros((m, m)) if self._pairwise else None
        for start in range(0, len(weights), self._rows):
            keys = self._fixed_point_scores(weights[start : start + self._rows])
            if wins is not None:
                wins += winning_counts(keys[:, :m])
            self._sort_owners(keys)
            winners[start : start + self._rows] = keys[:, -1]
            table += np.bincount(self._place_codes(keys).ravel(), minlength=len(table))
        # Over all rows at once: sums of floats depend on how the rows are cut into blocks.
        centres = np.zeros((m, weights.shape[1]))
        for column, sums in zip(weights.T, centres.T, strict=True):
            sums[:] = np.bincount(winners, column, minlength=m)
        return RankCounts(self._ranks(table), centres, wins)

    def _fixed_point_scores(self, weights: FloatArray) -> Keys:
        keys = self._keys[: len(weights)]
        for start in range(0, len(weights), PRODUCT_ROWS):
            block = weights[start : start + PRODUCT_ROWS]
            scores = np.matmul(block, self._columns, out=self._scores[: len(block)])
            keys[start : start + PRODUCT_ROWS, : self._options] = scores
        keys[:, self._options :] = -1
        return keys

    def _sort_owners(self, keys: Keys) -> None:
        """Overwrite each row by its owners, the lowest score first."""
        keys <<= self._bits
        keys |= self._owners[: len(keys)]
        keys.sort(axis=1)
        keys &= (1 << self._bits) - 1

    def _place_codes(self, keys: Keys) -> IntArray:
        """One number for the owners of two neighbouring places (of one, with 64-bit keys)."""
        codes = self._cells[: len(keys)]
        pairs = keys.view(np.int64)
        if self._paired:
            np.right_shift(pairs, 32 - self._bits, out=codes)
            codes |= pairs
            codes &= self._place_cells - 1
            codes += self._places[: len(codes)]
        else:
            np.add(pairs, self._places[: len(codes)], out=codes)
        return codes

    def _ranks(self, table: IntArray) -> FloatArray:
        """Rank counts (m, m) from counts of place codes, which put the lowest score first."""
        m, span = self._options, 1 << self._bits
        places = table.reshape(-1, span)
        if self._paired:
            joint = table.reshape(-1, span, span)
            axes = (1, 2) if sys.byteorder == "little" else (2, 1)
            places = np.stack([joint.sum(axis=axis) for axis in axes], axis=1).reshape(-1, span)
        return places[::-1][:m, :m].T.astype(np.float64)


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

"""Which rank each option takes when nobody knows the weights: SMAA-2."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ratings.mcda.additive import TIE_TOLERANCE
from ratings.mcda.arrays import FloatArray, IntArray, MaskedFloats, finite_floats, frozen, masked
from ratings.mcda.errors import McdaError
from ratings.mcda.rank_counts import BLOCK_ROWS, KeyCounter, RankCounts, shared_counts
from ratings.mcda.weight_sources import GivenWeights, WeightSource

CHUNK_DRAWS = 16_384


@dataclass(frozen=True, eq=False)
class Acceptability:
    """What SMAA-2 says about m options and n objectives.

    draws       S, the number of weight vectors looked at
    exact       True when nothing was sampled: every given weight vector was used
    ranks       (m, m) rank acceptability: the chance, 0-1, that the option of the row takes
                the rank of the column; every row and every column sums to 1
    centres     (m, n) central weights: the mean of the weights under which the option
                comes first; masked for an option that never does
    confidence  (m,) confidence factor: the chance, 0-1, that the option comes first when
                the weights are its central ones; masked likewise
    winning     (m, m) pairwise winning index: the chance that the row scores above the
                column, ties counting half; None when it was not asked for
    """

    draws: int
    exact: bool
    ranks: FloatArray
    centres: MaskedFloats
    confidence: MaskedFloats
    winning: FloatArray | None

    @property
    def rank_errors(self) -> FloatArray:
        """Monte Carlo standard error of each rank acceptability, (m, m)."""
        return self.standard_errors(self.ranks)

    def top(self, k: int) -> FloatArray:
        """Return the chance, 0-1, that each option is among the first k, (m,)."""
        if k < 1:
            raise McdaError(f"top k: k is {k}, at least 1 is needed")
        chances: FloatArray = np.minimum(self.ranks[:, :k].sum(axis=1), 1.0)
        return chances

    def standard_errors(self, chances: ArrayLike) -> FloatArray:
        """Return sqrt(p (1 - p) / S) for chances p of any shape; zeros when exact."""
        p = np.clip(finite_floats(chances, what="chances"), 0.0, 1.0)
        if self.exact:
            return np.zeros_like(p)
        errors: FloatArray = np.sqrt(p * (1.0 - p) / self.draws)
        return errors


def smaa(
    values: ArrayLike,
    source: WeightSource,
    *,
    draws: int = 10_000,
    seed: int = 0,
    pairwise: bool = True,
    threads: int = 1,
) -> Acceptability:
    """Rank acceptability, central weights and confidence under uncertain weights.

    values (m, n) preference values; source: where the weights come from. `GivenWeights`
    are all used, with their chances, so `draws` and `seed` do not matter and nothing is
    sampled. Options that tie share their ranks, so identical options have identical rows;
    options count as identical when they differ by less than 1e-8 of the range of values.
    Draws come in chunks of 16,384, each with its own seed: the same seed gives the same
    bytes, whatever `threads` is. Raises McdaError. Source: Lahdelma & Salminen 2001;
    Tervonen & Lahdelma 2007.
    """
    matrix = _checked(finite_floats(values, what="values", ndim=2), source)
    if draws < 1:
        raise McdaError(f"draws: {draws} asked for, at least 1 is needed")
    if isinstance(source, GivenWeights):
        parts = [_given_part(matrix, source, rows, pairwise) for rows in _rows(source)]
        return _acceptability(_sum(parts), matrix[None], len(source.rows), exact=True)
    scaled = _scaled(matrix)
    parts = _sampled_parts(scaled, source, draws, seed, pairwise, max(1, threads))
    shared = _shared_among_identical(_sum(parts), scaled)
    return _acceptability(shared, matrix[None], draws, exact=False)


def people_for_the_top(values: ArrayLike, source: GivenWeights, k: int) -> IntArray:
    """How many of the given weights put each option among the first k, (m,); ties at rank k count.

    values (m, n); k >= 1. Every row of weights counts once, whatever its chance. Raises McdaError.
    """
    matrix = _checked(finite_floats(values, what="values", ndim=2), source)
    if k < 1:
        raise McdaError(f"top k: k is {k}, at least 1 is needed")
    counts = np.zeros(len(matrix), dtype=np.int64)
    last = max(len(matrix) - k, 0)
    for rows in _rows(source):
        scores = source.rows[rows] @ matrix.T
        bar = np.partition(scores, last, axis=1)[:, last]
        counts += (scores >= bar[:, None] - TIE_TOLERANCE).sum(axis=0)
    return counts


def smaa_with_scores(
    value_draws: ArrayLike,
    source: WeightSource,
    *,
    draws: int = 10_000,
    seed: int = 0,
    pairwise: bool = True,
) -> Acceptability:
    """Like `smaa`, with uncertain values as well as uncertain weights.

    value_draws (D, m, n): matrices of preference values, for example one for each
    bootstrap draw; draw number s uses matrix s modulo D, so each is used equally often.
    Given weights are drawn by their chances. The confidence factor is the share of the D
    matrices in which the option comes first under its central weights. Raises McdaError.
    """
    stack = finite_floats(value_draws, what="value draws", ndim=3)
    if len(stack) == 0:
        raise McdaError("value draws: none given")
    _checked(stack[0], source)
    if draws < 1:
        raise McdaError(f"draws: {draws} asked for, at least 1 is needed")
    parts = []
    for start, size, chunk_seed in _chunks(draws, seed):
        weights = _drawn(source, size, chunk_seed)
        used = stack[np.arange(start, start + size) % len(stack)]
        scores = np.matmul(used, weights[:, :, None])[:, :, 0]
        parts.append(shared_counts(scores, weights, np.ones(size), pairwise=pairwise))
    return _acceptability(_sum(parts), stack, draws, exact=False)


def _checked(matrix: FloatArray, source: WeightSource) -> FloatArray:
    if matrix.size == 0:
        raise McdaError("values: at least one option and one objective are needed")
    if matrix.shape[1] != source.objectives:
        raise McdaError(f"values: {matrix.shape[1]} objectives, the weights have {source.objectives}")
    return matrix


def _chunks(draws: int, seed: int) -> Iterator[tuple[int, int, np.random.SeedSequence]]:
    """Yield start, size and seed of each chunk."""
    count = -(-draws // CHUNK_DRAWS)
    for index, child in enumerate(np.random.SeedSequence(seed).spawn(count)):
        start = index * CHUNK_DRAWS
        yield start, min(CHUNK_DRAWS, draws - start), child


def _rows(source: GivenWeights) -> Iterator[slice]:
    for start in range(0, len(source.rows), CHUNK_DRAWS):
        yield slice(start, start + CHUNK_DRAWS)


def _given_part(matrix: FloatArray, source: GivenWeights, rows: slice, pairwise: bool) -> RankCounts:
    weights = source.rows[rows]
    scores = weights @ matrix.T
    return shared_counts(scores, weights, source.chances[rows], pairwise=pairwise)


def _sampled_parts(
    matrix: FloatArray,
    source: WeightSource,
    draws: int,
    seed: int,
    pairwise: bool,
    threads: int,
) -> list[RankCounts]:
    chunks = list(_chunks(draws, seed))
    threads = min(threads, len(chunks))
    # Threads take turns at the interpreter, so each does better with few long steps.
    rows = BLOCK_ROWS if threads == 1 else CHUNK_DRAWS

    def run(thread: int) -> list[RankCounts]:
        counter = KeyCounter(matrix, pairwise=pairwise, block_rows=rows)
        return [counter.count(_drawn(source, size, chunk_seed)) for _, size, chunk_seed in chunks[thread::threads]]

    if threads == 1:
        return run(0)
    with ThreadPoolExecutor(threads) as pool:
        shares = list(pool.map(run, range(threads)))
    return [shares[i % threads][i // threads] for i in range(len(chunks))]


def _drawn(source: WeightSource, size: int, seed: np.random.SeedSequence) -> FloatArray:
    weights = source.draw(np.random.default_rng(seed), size)
    # By columns, as they lie in memory.
    totals: FloatArray = np.add.reduce(weights.T)
    weights *= (1.0 / totals)[:, None]
    return weights


def _scaled(matrix: FloatArray) -> FloatArray:
    """Values within 0-1 in the same order, options equal within 1e-8 made identical.

    Shifting a column moves all options alike, since weights sum to 1.
    """
    shifted = matrix - matrix.min(axis=0)
    scaled = shifted / max(float(shifted.max()), np.finfo(np.float64).tiny)
    settled: FloatArray = scaled.round(8)
    return settled


def _sum(parts: list[RankCounts]) -> RankCounts:
    # In the order of the chunks: sums of floats depend on the order.
    ranks = np.sum([part.ranks for part in parts], axis=0)
    centres = np.sum([part.centres for part in parts], axis=0)
    wins = [part.wins for part in parts if part.wins is not None]
    return RankCounts(ranks, centres, np.sum(wins, axis=0) if wins else None)


def _shared_among_identical(counts: RankCounts, matrix: FloatArray) -> RankCounts:
    """Average the counts of identical options: they tie in each draw and share its ranks."""
    _, kinds, sizes = np.unique(matrix, axis=0, return_inverse=True, return_counts=True)
    if len(sizes) == len(matrix):
        return counts
    same = (kinds[:, None] == kinds[None, :]) / sizes[kinds][:, None]
    return RankCounts(same @ counts.ranks, same @ counts.centres, counts.wins)


def _acceptability(counts: RankCounts, stack: FloatArray, draws: int, *, exact: bool) -> Acceptability:
    total = 1.0 if exact else float(draws)
    firsts = counts.ranks[:, 0]
    ever = firsts > 0
    centres = counts.centres / np.where(ever, firsts, 1.0)[:, None]
    confidence = np.where(ever, _first_shares(stack, centres), 0.0)
    return Acceptability(
        draws=draws,
        exact=exact,
        ranks=frozen(counts.ranks / total),
        centres=masked(centres, np.repeat(ever[:, None], centres.shape[1], axis=1)),
        confidence=masked(confidence, ever),
        winning=None if counts.wins is None else frozen(counts.wins / total),
    )


def _first_shares(stack: FloatArray, centres: FloatArray) -> FloatArray:
    """Share of the D matrices in which option i is first under row i of the weights.

    Of t options tied for first each counts 1/t.
    """
    scores = np.matmul(stack, centres.T)
    level = scores >= scores.max(axis=1, keepdims=True) - TIE_TOLERANCE
    shares: FloatArray = np.mean(level / level.sum(axis=1, keepdims=True), axis=0)
    own: FloatArray = shares.diagonal().copy()
    return own

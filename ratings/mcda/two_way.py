"""Penalised least squares of one objective: group level, solution, departure, severity.

The raters are eliminated first, which leaves equations in the options alone: one pass over
the sheets gives all the sums, and the answer is exact, without sweeps. Sums run over raters
with equally many answers, so they are sums of whole numbers, exact in any order.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ratings.mcda.arrays import ByteArray, FloatArray
from ratings.mcda.layout import GroupedSheets
from ratings.mcda.problem import MISSING


@dataclass(eq=False)
class Statistics:
    """Sums over raters that are all the fit of one objective needs.

    counts (G, m) answers; sums (G, m) of ratings; squares of ratings, over all; people (G,)
    raters with an answer; and with q = 1 / (own answers + penalty) of each rater
    pairs (G, m, m) sum of q where both options were answered; cross (G, m) sum of q times
    the rater's own sum where the option was answered
    """

    counts: FloatArray
    sums: FloatArray
    squares: float
    pairs: FloatArray
    cross: FloatArray
    people: FloatArray


def gather(sheets: GroupedSheets, objective: int, penalty: float) -> Statistics:
    block = sheets.cube[objective]
    groups, options = len(sheets.bounds) - 1, block.shape[1]
    stats = Statistics(
        counts=np.zeros((groups, options)),
        sums=np.zeros((groups, options)),
        squares=0.0,
        pairs=np.zeros((groups, options, options)),
        cross=np.zeros((groups, options)),
        people=np.zeros(groups),
    )
    for group in range(groups):
        _add_group(stats, group, block[sheets.rows(group)], penalty)
    return stats


def _add_group(stats: Statistics, group: int, ratings: ByteArray, penalty: float) -> None:
    present = ratings != MISSING
    given = present.sum(axis=1)
    order = np.argsort(given, kind="stable")
    answered = present[order].astype(np.float64)
    numbers = np.where(present, ratings, 0)[order].astype(np.float64)
    own = numbers.sum(axis=1)
    stats.counts[group] = answered.sum(axis=0)
    stats.sums[group] = numbers.sum(axis=0)
    stats.squares += float((numbers**2).sum())
    stats.people[group] = np.count_nonzero(given)
    starts = np.searchsorted(given[order], np.arange(1, ratings.shape[1] + 2))
    for answers, (low, high) in enumerate(pairwise(starts), start=1):
        if low == high:
            continue
        q = 1.0 / (answers + penalty)
        batch = answered[low:high]
        stats.pairs[group] += q * (batch.T @ batch)
        stats.cross[group] += q * (own[low:high] @ batch)


def solve(stats: Statistics, penalty: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return group levels (G,), solution effects (m,) and cell effects (G, m), levels within.

    With raters eliminated, group g's cell effects c minimise c'Ac - 2b'c + penalty |c - v|^2
    where v = level + solution effects. Eliminating c leaves v'Qv - 2h'v for each group, and
    eliminating the levels leaves m equations in the solution effects.
    """
    identity = np.eye(stats.counts.shape[1])
    a = stats.counts[:, :, None] * identity - stats.pairs
    b = stats.sums - stats.cross
    inverse = _inverse(a + penalty * identity)
    own = np.einsum("gst,gt->gs", inverse, b)
    q = penalty * (identity - penalty * inverse)
    h = penalty * own
    row, total = q.sum(axis=2), np.where(stats.people > 0, q.sum(axis=(1, 2)), 1.0)
    right = h - row * (h.sum(axis=1) / total)[:, None]
    left = q - row[:, :, None] * row[:, None, :] / total[:, None, None]
    answered = (stats.people > 0)[:, None]
    whole = (left * answered[:, :, None]).sum(axis=0) + penalty * identity
    beta = np.einsum("st,t->s", _inverse(whole[None])[0], (right * answered).sum(axis=0))
    effect = np.einsum("gs,s->g", row, beta)
    gamma = np.where(stats.people > 0, (h.sum(axis=1) - effect) / total, 0.0)
    fitted = own + penalty * np.einsum("gst,gt->gs", inverse, beta + gamma[:, None])
    return gamma, beta, fitted


def _inverse(matrices: FloatArray) -> FloatArray:
    """Inverses of symmetric positive definite matrices (G, m, m) by sweeping each option.

    As exact as a library's, and unlike that the same bits for any number of threads.
    Source: Goodnight 1979.
    """
    swept = matrices.copy()
    for k in range(swept.shape[1]):
        pivot = swept[:, k, k].copy()
        row = swept[:, k, :] / pivot[:, None]
        column = swept[:, :, k].copy()
        swept -= column[:, :, None] * row[:, None, :]
        swept[:, k, :] = row
        swept[:, :, k] = -column / pivot[:, None]
        swept[:, k, k] = 1.0 / pivot
    return swept


def severities(sheets: GroupedSheets, objective: int, effects: FloatArray, penalty: float) -> tuple[FloatArray, float]:
    """Return each row's severity (P,) and the sum of severity times own ratings."""
    block = sheets.cube[objective]
    severity = np.zeros(len(block))
    product = 0.0
    for group in range(len(effects)):
        ratings = block[sheets.rows(group)]
        present = ratings != MISSING
        given = present.sum(axis=1)
        own = np.where(present, ratings, 0).sum(axis=1)
        # einsum and not BLAS: the same bits for any number of threads
        fitted = np.einsum("ps,s->p", present.astype(np.float64), effects[group])
        part = (own - fitted) / (given + penalty)
        severity[sheets.rows(group)] = part
        product += float((part * own).sum())
    return severity, product

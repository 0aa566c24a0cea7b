"""One pass over the sheets: how often each rating was given in each cell, by group."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratings.mcda.arrays import BoolArray, ByteArray, FloatArray, IntArray, finite_floats, frozen
from ratings.mcda.errors import McdaError
from ratings.mcda.problem import HIGHEST_RATING, LOWEST_RATING, MISSING, Panel

# Sixteen sheets make one long line, because numpy adds long lines faster than short ones.
_LINE = 16
_LINES = 255  # so many ones fit a byte and so many bytes 16 bits; a block stays in the processor's cache


def cell_histograms(panel: Panel) -> IntArray:
    """Count the ratings 1-9 in each cell of each group.

    Returns (G, m*n, 9), option-major; entry [g, c, r - 1] is how many of group g gave
    rating r in cell c. Means, medians, quantiles and agreement follow from it alone.
    """
    ratings = range(LOWEST_RATING, HIGHEST_RATING + 1)
    totals = np.zeros((len(ratings), len(panel.group_names), panel.sheets.shape[1]), dtype=np.int64)
    for group, block in _blocks(panel):
        for own, rating in zip(totals, ratings, strict=True):
            own[group] += _count_columns(block == rating)
    return frozen(np.ascontiguousarray(totals.transpose(1, 2, 0)))


def cell_moments(panel: Panel) -> tuple[IntArray, IntArray, IntArray]:
    """Answers, their sum and the sum of their squares in each cell of each group, (G, m*n) each.

    All that a mean and its standard error need, for less work than the histograms.
    """
    counts, sums, squares = np.zeros((3, len(panel.group_names), panel.sheets.shape[1]), dtype=np.int64)
    for group, block in _blocks(panel):
        answered = block != MISSING
        counts[group] += _count_columns(answered)
        block *= answered.view(np.uint8)
        sums[group] += _sum_columns(block)
        block *= block  # 81 at most: still a byte
        squares[group] += _sum_columns(block)
    return frozen(counts), frozen(sums), frozen(squares)


def _blocks(panel: Panel) -> Iterator[tuple[int, ByteArray]]:
    """Yield the sheets of each group in blocks of whole lines, filled up with missing answers.

    Each block is a copy, to work in at will, and takes the place of the one before.
    """
    order = np.argsort(panel.groups, kind="stable")
    bounds = np.concatenate([[0], np.cumsum(panel.group_sizes)])
    room = np.empty((_LINE * _LINES, panel.sheets.shape[1]), dtype=np.uint8)
    for group in range(len(panel.group_names)):
        for start in range(bounds[group], bounds[group + 1], _LINE * _LINES):
            rows = order[start : min(start + _LINE * _LINES, bounds[group + 1])]
            block = room[: -(-len(rows) // _LINE) * _LINE]
            np.take(panel.sheets, rows, axis=0, out=block[: len(rows)], mode="clip")  # "raise" would copy first
            block[len(rows) :] = MISSING
            yield group, block


def _count_columns(block: BoolArray) -> IntArray:
    return _add_up(np.add.reduce(_as_lines(block.view(np.uint8)), axis=0, dtype=np.uint8))


def _sum_columns(block: ByteArray) -> IntArray:
    return _add_up(np.add.reduce(_as_lines(block), axis=0, dtype=np.uint16))


def _as_lines(block: ByteArray) -> ByteArray:
    return block.reshape(-1, _LINE * block.shape[1])


def _add_up(line: NDArray[Any]) -> IntArray:
    return np.asarray(line.reshape(_LINE, -1).sum(axis=0, dtype=np.int64))


def cell_sums_from_rows(
    groups: ArrayLike, cells: ArrayLike, ratings: ArrayLike, *, shape: tuple[int, int]
) -> tuple[FloatArray, IntArray]:
    """Sum and count answers that come one a row: the long way round to the same means.

    groups, cells (R,) indices; ratings (R,) finite numbers on any scale; shape (G, m*n).
    Returns sums and counts, both (G, m*n). Raises McdaError.
    """
    keys = np.asarray(groups, dtype=np.int64), np.asarray(cells, dtype=np.int64)
    numbers = finite_floats(ratings, what="ratings", ndim=1)
    for index, size, what in zip(keys, shape, ("groups", "cells"), strict=True):
        if index.shape != numbers.shape:
            raise McdaError(f"{what}: {index.shape} given for {len(numbers)} ratings")
        if index.size and (index.min() < 0 or index.max() >= size):
            raise McdaError(f"{what}: an index lies outside 0-{size - 1}")
    flat = keys[0] * shape[1] + keys[1]
    size = shape[0] * shape[1]
    sums = np.bincount(flat, numbers, minlength=size).reshape(shape).astype(np.float64)
    counts = np.bincount(flat, minlength=size).reshape(shape).astype(np.int64)
    return frozen(sums), frozen(counts)

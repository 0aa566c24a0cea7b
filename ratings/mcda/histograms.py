"""One pass over the sheets: how often each rating was given in each cell, by group."""

import numpy as np
from numpy.typing import ArrayLike

from ratings.mcda.arrays import FloatArray, IntArray, finite_floats, frozen
from ratings.mcda.errors import McdaError
from ratings.mcda.problem import HIGHEST_RATING, Panel

_BINS = 16  # a missing 255 falls into bin 15 when only the low four bits are kept
_CHUNK = 256  # rows at a time, so that the keys stay in the processor's cache


def cell_histograms(panel: Panel) -> IntArray:
    """Count the ratings 1-9 in each cell of each group.

    Returns (G, m*n, 9), option-major; entry [g, c, r - 1] is how many of group g gave
    rating r in cell c. Means, medians, quantiles and agreement follow from it alone.
    """
    cells = panel.sheets.shape[1]
    groups = len(panel.group_names)
    offsets = np.arange(cells, dtype=np.int64) * _BINS
    totals = np.zeros((groups, cells, _BINS), dtype=np.int64)
    order = np.argsort(panel.groups, kind="stable")
    bounds = np.concatenate([[0], np.cumsum(panel.group_sizes)])
    for group in range(groups):
        for start in range(bounds[group], bounds[group + 1], _CHUNK):
            rows = order[start : min(start + _CHUNK, bounds[group + 1])]
            keys = (panel.sheets[rows] & (_BINS - 1)) + offsets
            counts = np.bincount(keys.ravel(), minlength=cells * _BINS)
            totals[group] += counts.reshape(cells, _BINS)
    return frozen(np.ascontiguousarray(totals[:, :, 1 : HIGHEST_RATING + 1]))


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

"""What is decided, and who answered: validated, unchangeable inputs of every method."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ratings.mcda.arrays import BoolArray, ByteArray, FloatArray, finite_floats, frozen
from ratings.mcda.errors import McdaError

MISSING = 255
LOWEST_RATING, HIGHEST_RATING = 1, 9
HIGHEST_SWING = 100


@dataclass(frozen=True, eq=False)
class Problem:
    """Options judged on objectives, with preference values and weights.

    options     m names, unique and not blank
    objectives  n names, unique and not blank
    values      (m, n) finite numbers; preference values run from 0 to 100, but a
                cross-check method may hold raw measures here
    weights     (n,) finite, none negative, not all zero; any sum

    Raises McdaError. Source: Keeney & Raiffa 1976, chapter 3.
    """

    options: tuple[str, ...]
    objectives: tuple[str, ...]
    values: FloatArray
    weights: FloatArray

    def __post_init__(self) -> None:
        _set(self, "options", checked_names(self.options, what="options"))
        _set(self, "objectives", checked_names(self.objectives, what="objectives"))
        values = finite_floats(self.values, what="values", ndim=2)
        expected = (len(self.options), len(self.objectives))
        if values.shape != expected:
            raise McdaError(f"values: shape {values.shape}, expected {expected}")
        weights = checked_weights(self.weights, what="weights")
        if len(weights) != expected[1]:
            raise McdaError(f"weights: {len(weights)} given for {expected[1]} objectives")
        _set(self, "values", frozen(values))
        _set(self, "weights", frozen(weights))

    @cached_property
    def shares(self) -> FloatArray:
        """Weights divided by their sum, shape (n,)."""
        return frozen(self.weights / self.weights.sum())


@dataclass(frozen=True, eq=False)
class Panel:
    """Raters with their sheets of ratings and their swing points.

    groups       (P,) index of each rater's stakeholder group in `group_names`
    group_names  G names, unique and not blank; a group may have no rater
    sheets       (P, m*n) ratings 1-9, 255 where there is no answer; option-major:
                 the answer on option s and objective j stands at s * n + j
    swings       (P, n) swing points 0-100, 255 where there is no answer
    options      m names
    objectives   n names

    P may be 0. Raises McdaError.
    """

    groups: NDArray[np.int16]
    group_names: tuple[str, ...]
    sheets: ByteArray
    swings: ByteArray
    options: tuple[str, ...]
    objectives: tuple[str, ...]

    def __post_init__(self) -> None:
        _set(self, "group_names", checked_names(self.group_names, what="groups"))
        _set(self, "options", checked_names(self.options, what="options"))
        _set(self, "objectives", checked_names(self.objectives, what="objectives"))
        groups = _checked_groups(self.groups, len(self.group_names))
        cells = len(self.options) * len(self.objectives)
        sheets = _checked_bytes(self.sheets, (len(groups), cells), what="sheets")
        swings = _checked_bytes(self.swings, (len(groups), len(self.objectives)), what="swings")
        _check_range(sheets, LOWEST_RATING, HIGHEST_RATING, what="sheets")
        _check_range(swings, 0, HIGHEST_SWING, what="swings")
        _set(self, "groups", frozen(groups))
        _set(self, "sheets", frozen(sheets))
        _set(self, "swings", frozen(swings))

    @property
    def people(self) -> int:
        """P, the number of raters."""
        return len(self.groups)

    @property
    def shape(self) -> tuple[int, int]:
        """(m, n): options and objectives."""
        return len(self.options), len(self.objectives)

    @cached_property
    def group_sizes(self) -> NDArray[np.int64]:
        """Raters in each group, shape (G,)."""
        return frozen(np.bincount(self.groups, minlength=len(self.group_names)))

    def subset(self, keep: BoolArray) -> "Panel":
        """Return the panel of the raters marked in `keep` (P,); all group names stay."""
        return Panel(
            groups=self.groups[keep],
            group_names=self.group_names,
            sheets=self.sheets[keep],
            swings=self.swings[keep],
            options=self.options,
            objectives=self.objectives,
        )


def checked_names(names: Sequence[str], *, what: str) -> tuple[str, ...]:
    """Return the names as a tuple; refuse none at all, blank ones and repeats."""
    if isinstance(names, str):
        raise McdaError(f"{what}: a list of names is needed, not one text")
    result = tuple(names)
    if not result:
        raise McdaError(f"{what}: at least one is needed")
    seen: set[str] = set()
    for position, name in enumerate(result):
        if not isinstance(name, str) or not name.strip():
            raise McdaError(f"{what}: the name at position {position} is blank")
        if name in seen:
            raise McdaError(f"{what}: {name!r} occurs twice")
        seen.add(name)
    return result


def checked_weights(weights: Any, *, what: str) -> FloatArray:
    """Return a float64 copy, shape (n,); refuse negative weights and all zeros."""
    array = finite_floats(weights, what=what, ndim=1)
    for position in np.flatnonzero(array < 0)[:1]:
        raise McdaError(f"{what}: the weight at position {position} is negative")
    if not array.sum() > 0:
        raise McdaError(f"{what}: all are zero")
    return array


def _checked_groups(groups: Any, count: int) -> NDArray[np.int16]:
    array = np.asarray(groups)
    if array.ndim != 1:
        raise McdaError(f"groups: needs 1 dimension, has {array.ndim}")
    if array.size and array.dtype.kind not in "iu":
        raise McdaError(f"groups: whole numbers are needed, not {array.dtype}")
    for position in np.flatnonzero((array < 0) | (array >= count))[:1]:
        raise McdaError(f"groups: rater {position} is in group {array[position]} of {count}")
    return array.astype(np.int16, copy=True)


def _checked_bytes(data: Any, shape: tuple[int, int], *, what: str) -> ByteArray:
    array = np.asarray(data)
    if array.shape != shape:
        raise McdaError(f"{what}: shape {array.shape}, expected {shape}")
    if array.dtype == np.uint8 or not array.size:
        return array.astype(np.uint8, order="C", copy=True)
    if array.dtype.kind not in "iu" or array.min() < 0 or array.max() > MISSING:
        raise McdaError(f"{what}: whole numbers from 0 to {MISSING} are needed")
    return array.astype(np.uint8, order="C")


def _check_range(array: ByteArray, low: int, high: int, *, what: str) -> None:
    bad = ((array < low) | (array > high)) & (array != MISSING)
    if not bad.any():
        return
    rater, position = (int(i) for i in np.argwhere(bad)[0])
    raise McdaError(f"{what}: rater {rater}, position {position} holds {array[rater, position]}, outside {low}-{high}")


def _set(record: object, name: str, value: object) -> None:
    object.__setattr__(record, name, value)

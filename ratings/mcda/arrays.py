"""Array types and guards shared by the decision core."""

from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratings.mcda.errors import McdaError

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
ByteArray: TypeAlias = NDArray[np.uint8]
BoolArray: TypeAlias = NDArray[np.bool_]
MaskedFloats: TypeAlias = np.ma.MaskedArray[Any, np.dtype[np.float64]]
MaskedInts: TypeAlias = np.ma.MaskedArray[Any, np.dtype[np.int64]]


def finite_floats(data: ArrayLike, *, what: str, ndim: int | None = None) -> FloatArray:
    """Return a fresh float64 copy; refuse NaN, infinity or another number of dimensions."""
    try:
        array = np.array(data, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise McdaError(f"{what}: not an array of numbers ({error})") from None
    if ndim is not None and array.ndim != ndim:
        raise McdaError(f"{what}: needs {ndim} dimensions, has {array.ndim}")
    bad = np.argwhere(~np.isfinite(array))
    if bad.size:
        where = tuple(int(i) for i in bad[0])
        raise McdaError(f"{what}: value at {where} is not finite")
    return array


Array = TypeVar("Array", bound=NDArray[Any])


def frozen(array: Array) -> Array:
    """Return the same array, closed to writing."""
    array.setflags(write=False)
    return array


def masked(values: FloatArray, present: BoolArray) -> MaskedFloats:
    """Return a masked array: entries outside `present` read as None in `.tolist()`."""
    safe = np.where(present, values, 0.0)
    return np.ma.MaskedArray(safe, mask=~present)

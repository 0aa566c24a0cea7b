"""Weights from pairwise comparisons, for panels that bring them from elsewhere."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ratings.mcda.arrays import FloatArray, finite_floats, frozen
from ratings.mcda.errors import McdaError

# Mean consistency index of random matrices of size 1, 2, 3, ... (Saaty 1980).
RANDOM_INDEX = (
    *(0.0, 0.0, 0.58, 0.90, 1.12),
    *(1.24, 1.32, 1.41, 1.45, 1.49),
    *(1.51, 1.48, 1.56, 1.57, 1.59),
)
RECIPROCAL_TOLERANCE = 1e-6


@dataclass(frozen=True, eq=False)
class AhpWeights:
    """Weights by the analytic hierarchy process.

    shares             (n,) principal right eigenvector, sum 1
    greatest           principal eigenvalue, at least n
    consistency_index  (greatest - n) / (n - 1), 0 for consistent comparisons
    consistency_ratio  the index as a part of that of random comparisons; above 0.1 the
                       comparisons should be looked at again; 0 for n of 1 or 2, which
                       cannot be inconsistent
    """

    shares: FloatArray
    greatest: float
    consistency_index: float
    consistency_ratio: float


def ahp_weights(comparisons: ArrayLike) -> AhpWeights:
    """Weights and consistency of a matrix of pairwise comparisons.

    comparisons (n, n), n from 1 to 15: entry [i, j] says how many times as important i is
    as j; positive, with entry [j, i] its reciprocal within 1e-6 (relative). Raises McdaError.
    Source: Saaty 1980, The Analytic Hierarchy Process.
    """
    matrix = finite_floats(comparisons, what="comparisons", ndim=2)
    size = len(matrix)
    if matrix.shape != (size, size) or not 1 <= size <= len(RANDOM_INDEX):
        raise McdaError(f"comparisons: shape {matrix.shape}, square up to 15 is needed")
    for i, j in np.argwhere(matrix <= 0)[:1]:
        raise McdaError(f"comparisons: entry ({i}, {j}) is not above 0")
    for i, j in np.argwhere(np.abs(matrix * matrix.T - 1) > RECIPROCAL_TOLERANCE)[:1]:
        raise McdaError(f"comparisons: entries ({i}, {j}) and ({j}, {i}) do not match")
    roots, vectors = np.linalg.eig(matrix)
    principal = int(np.argmax(roots.real))
    vector = np.abs(vectors[:, principal].real)
    greatest = max(float(roots[principal].real), float(size))
    index = (greatest - size) / (size - 1) if size > 2 else 0.0
    return AhpWeights(
        shares=frozen(vector / vector.sum()),
        greatest=greatest,
        consistency_index=index,
        consistency_ratio=index / RANDOM_INDEX[size - 1] if size > 2 else 0.0,
    )

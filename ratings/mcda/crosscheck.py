"""The order by other methods: does the shortlist depend on how scores are added up?"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import kendalltau

from ratings.mcda.additive import TIE_TOLERANCE, competition_ranks
from ratings.mcda.arrays import FloatArray, IntArray, finite_floats, frozen
from ratings.mcda.ballots import borda_points, copeland_points
from ratings.mcda.errors import McdaError
from ratings.mcda.sensitivity import checked_table


@dataclass(frozen=True, eq=False)
class CrossCheck:
    """The answer of another method, beside the official one.

    method        its name
    scores        (m,) on the method's own scale
    lower_better  True for VIKOR
    ranks         (m,) competition ranks
    tau           Kendall's tau-b with the official order, -1 to 1
    top           the options with rank k or better; more than k when tied at the edge
    top_differs   True if that set is not the official one
    """

    method: str
    scores: FloatArray
    lower_better: bool
    ranks: IntArray
    tau: float
    top: tuple[int, ...]
    top_differs: bool


def cross_checks(
    values: ArrayLike,
    shares: ArrayLike,
    official: ArrayLike,
    *,
    k: int,
    votes: ArrayLike | None = None,
) -> tuple[CrossCheck, ...]:
    """TOPSIS, PROMETHEE II and VIKOR, and with votes Borda and Copeland, side by side.

    values (m, n); shares (n,) any sum; official (m,) the official scores, highest best;
    k: length of the shortlist; votes (m, m) from `pairwise_votes`, None leaves the two
    voting methods out. Raises McdaError.
    """
    matrix, weights = checked_table(values, shares)
    truth = finite_floats(official, what="official scores", ndim=1)
    if len(truth) != len(matrix):
        raise McdaError(f"official scores: {len(truth)} for {len(matrix)} options")
    if k < 1:
        raise McdaError(f"top k: k is {k}, at least 1 is needed")
    found = [
        ("TOPSIS", topsis(matrix, weights), False),
        ("PROMETHEE II", promethee2(matrix, weights), False),
        ("VIKOR", vikor(matrix, weights), True),
    ]
    if votes is not None:
        found.append(("Borda", borda_points(votes), False))
        found.append(("Copeland", copeland_points(votes), False))
    return tuple(_compare(method, scores, lower, truth, k) for method, scores, lower in found)


def topsis(values: ArrayLike, shares: ArrayLike, types: ArrayLike | None = None) -> FloatArray:
    """TOPSIS with vector normalisation: closeness to the ideal, (m,), 0-1, highest best.

    values (m, n); shares (n,) any sum; types (n,) 1 for benefits, -1 for costs, None for
    all benefits. Objectives on which all options are equal separate nobody and are left
    out; where all options are identical each reads 0.5. Raises McdaError. Source: Hwang &
    Yoon 1981; computed by pymcdm.
    """
    matrix, weights, signs = _separating(*_checked(values, shares, types))
    if matrix.shape[1] == 0:
        return np.full(len(matrix), 0.5)
    peer = _pymcdm()
    method = peer.methods.TOPSIS(peer.normalizations.vector_normalization)
    return _finite(method(matrix, weights, signs, validation=False))


def promethee2(
    values: ArrayLike,
    shares: ArrayLike,
    types: ArrayLike | None = None,
    *,
    function: Literal["usual", "vshape"] = "usual",
    p: ArrayLike | None = None,
) -> FloatArray:
    """PROMETHEE II net flows, (m,), from -1 to 1, highest best.

    values (m, n); shares (n,) any sum; types as in `topsis`. `usual` counts any difference
    over 1e-9 in full; `vshape` counts differences in proportion up to p (n,), all above 0.
    A single option has flow 0. Raises McdaError. Source: Brans & Vincke 1985; computed by
    pymcdm, a new object each time because one with thresholds works only once.
    """
    matrix, weights, signs = _checked(values, shares, types)
    limits = None
    if function == "vshape":
        limits = finite_floats([] if p is None else p, what="p", ndim=1)
        if len(limits) != len(weights) or (limits <= 0).any():
            raise McdaError("p: a positive threshold for each objective is needed")
    if len(matrix) == 1:
        return np.zeros(1)
    method = _pymcdm().methods.PROMETHEE_II(function, p=limits)
    return _finite(method(matrix, weights, signs, validation=False))


def vikor(
    values: ArrayLike,
    shares: ArrayLike,
    types: ArrayLike | None = None,
    *,
    v: float = 0.5,
) -> FloatArray:
    """VIKOR's Q, (m,), 0-1, LOWEST best.

    values (m, n); shares (n,) any sum; types as in `topsis`; v: weight of the majority, 0-1.
    Objectives on which all options are equal are left out. Where all options are level in
    group utility or in the worst regret that part counts 0, so identical options all read
    0. Raises McdaError. Source: Opricovic & Tzeng 2004; computed by pymcdm.
    """
    if not 0 <= v <= 1:
        raise McdaError(f"v: {v} is not between 0 and 1")
    matrix, weights, signs = _separating(*_checked(values, shares, types))
    if matrix.shape[1] == 0:
        return np.zeros(len(matrix))
    regrets = weights * _shortfalls(matrix * signs)
    parts = regrets.sum(axis=1), regrets.max(axis=1)
    if min(np.ptp(part) for part in parts) > TIE_TOLERANCE:
        method = _pymcdm().methods.VIKOR(v=v)
        return _finite(method(matrix, weights, signs, validation=False))
    # A level part would be divided by its range of nothing.
    utility, regret = (_stretched(part) for part in parts)
    return v * utility + (1 - v) * regret


def kendall_tau(first: ArrayLike, second: ArrayLike) -> float:
    """Kendall's tau-b of two score lists, -1 to 1; scores within 1e-9 tie.

    first, second (m,), highest best. Where both hold all options level, or there is one
    option, the orders are the same: 1. Where only one does, it says nothing about the
    other: 0. Raises McdaError. Source: Kendall 1945.
    """
    ranks = competition_ranks(first), competition_ranks(second)
    if ranks[0].ndim != 1 or ranks[0].shape != ranks[1].shape:
        raise McdaError(f"scores: shapes {ranks[0].shape} and {ranks[1].shape}")
    level = [bool((each == 1).all()) for each in ranks]
    if any(level):
        return 1.0 if all(level) else 0.0
    return float(kendalltau(*ranks).statistic)


def _compare(method: str, scores: FloatArray, lower: bool, truth: FloatArray, k: int) -> CrossCheck:
    if len(scores) != len(truth):
        raise McdaError(f"votes: for {len(scores)} options, not {len(truth)}")
    rising = -scores if lower else scores
    ranks = competition_ranks(rising)
    top = _top(ranks, k)
    return CrossCheck(
        method=method,
        scores=frozen(scores),
        lower_better=lower,
        ranks=frozen(ranks),
        tau=kendall_tau(truth, rising),
        top=top,
        top_differs=top != _top(competition_ranks(truth), k),
    )


def _top(ranks: IntArray, k: int) -> tuple[int, ...]:
    return tuple(int(option) for option in np.flatnonzero(ranks <= k))


def _checked(
    values: ArrayLike, shares: ArrayLike, types: ArrayLike | None
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Values settled to nine decimals, so that noise is no difference; shares; signs."""
    matrix, weights = checked_table(values, shares)
    signs = np.ones(len(weights))
    if types is not None:
        signs = finite_floats(types, what="types", ndim=1)
    if len(signs) != len(weights) or (np.abs(signs) != 1).any():
        raise McdaError("types: 1 or -1 for each objective is needed")
    return matrix.round(9), weights, signs


def _separating(
    matrix: FloatArray, weights: FloatArray, signs: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Leave out objectives that do not tell the options apart or have no weight."""
    kept = (np.ptp(matrix, axis=0) > TIE_TOLERANCE) & (weights > 0)
    shares = weights[kept]
    return matrix[:, kept], shares / max(float(shares.sum()), 1e-300), signs[kept]


def _shortfalls(matrix: FloatArray) -> FloatArray:
    """Distance from the best option in each column, 0-1."""
    best = matrix.max(axis=0)
    shortfalls: FloatArray = (best - matrix) / (best - matrix.min(axis=0))
    return shortfalls


def _stretched(part: FloatArray) -> FloatArray:
    """Stretch to 0-1; zeros where all are level."""
    span = float(np.ptp(part))
    if span <= TIE_TOLERANCE:
        return np.zeros(len(part))
    stretched: FloatArray = (part - part.min()) / span
    return stretched


def _finite(scores: Any) -> FloatArray:
    return finite_floats(scores, what="scores of pymcdm", ndim=1)


def _pymcdm() -> Any:
    # Inside, because pymcdm loads matplotlib: more than a second and 60 MB that web
    # processes, which never score, should not pay. Its validation is left off in every
    # call: ours is done, and its warns of options that dominate, which are no mistake here.
    import pymcdm.methods  # noqa: PLC0415
    import pymcdm.normalizations  # noqa: PLC0415

    return pymcdm

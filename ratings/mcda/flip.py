"""What would you have to believe: the smallest change of weights that changes the order."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import linprog

from ratings.mcda.additive import TIE_TOLERANCE, competition_ranks
from ratings.mcda.arrays import FloatArray, frozen
from ratings.mcda.errors import McdaError
from ratings.mcda.sensitivity import checked_table


@dataclass(frozen=True, eq=False)
class Flip:
    """Weights at which an option draws level, as near to the present ones as can be.

    option    index of the option that rises
    distance  L1 distance between the two weight vectors, 0-2: twice the share of weight
              that moves from some objectives to others
    weights   (n,) the new weights, sum 1; at them the option ties within 1e-9 with the
              last option that it has to reach
    changes   (n,) new weights less the present shares
    """

    option: int
    distance: float
    weights: FloatArray
    changes: FloatArray


def flip_pair(values: ArrayLike, shares: ArrayLike, option: int, rival: int) -> Flip | None:
    """Smallest change of weights at which `option` draws level with `rival`.

    values (m, n); shares (n,) any sum. None if no weights do it; distance 0 if it is level
    or ahead already. This linear programme has a closed solution: all weight that moves
    goes to the objective on which the option leads most, taken first from the objectives
    on which it trails most (a fractional knapsack). Raises McdaError.
    """
    matrix, now = checked_table(values, shares)
    check_option(option, matrix)
    check_option(rival, matrix)
    return _flip_pair(matrix, now, option, rival)


def flip_to_first(values: ArrayLike, shares: ArrayLike, option: int) -> Flip | None:
    """Smallest change of weights at which `option` is first, or level with the first.

    values (m, n); shares (n,) any sum. None if no weights make it first. A linear programme
    in 2n unknowns (Rios Insua & French 1991). Raises McdaError.
    """
    matrix, now = checked_table(values, shares)
    check_option(option, matrix)
    if competition_ranks(matrix @ now)[option] == 1:
        return flip_to(option, now, now)
    return nearest_weights(now, matrix[option] - matrix, option)


def flip_first_place(values: ArrayLike, shares: ArrayLike) -> Flip | None:
    """Smallest change of weights at which another option draws level with the first.

    values (m, n); shares (n,) any sum. None if the first option leads under all weights or
    is the only one; distance 0 if two are level now. The first option is overtaken as soon
    as one rival reaches it, so this is the least of the m - 1 `flip_pair`s: exact.
    Raises McdaError.
    """
    matrix, now = checked_table(values, shares)
    leader = int(np.argmax(matrix @ now))
    flips = [
        flip
        for option in range(len(matrix))
        if option != leader and (flip := _flip_pair(matrix, now, option, leader)) is not None
    ]
    return min(flips, key=lambda flip: (flip.distance, flip.option), default=None)


def check_option(option: int, matrix: FloatArray) -> None:
    if not 0 <= option < len(matrix):
        raise McdaError(f"option: {option} is not one of {len(matrix)}")


def flip_to(option: int, weights: FloatArray, now: FloatArray) -> Flip:
    changes = weights - now
    return Flip(
        option=option,
        distance=float(np.abs(changes).sum()),
        weights=frozen(weights.copy()),
        changes=frozen(changes),
    )


def _flip_pair(matrix: FloatArray, now: FloatArray, option: int, rival: int) -> Flip | None:
    weights = level_weights(matrix[option] - matrix[rival], now)
    return None if weights is None else flip_to(option, weights, now)


def level_weights(lead: FloatArray, now: FloatArray) -> FloatArray | None:
    """Weights nearest to the present ones at which the lead (n,) is not negative; None if no weights do it."""
    gap = -float(lead @ now)
    if gap <= TIE_TOLERANCE:
        return now
    target = int(np.argmax(lead))
    if lead[target] < 0:
        return None
    weights = now.copy()
    for source in np.argsort(lead, kind="stable"):
        gain = float(lead[target] - lead[source])
        if gain <= 0 or gap <= 0:
            break
        moved = min(float(weights[source]), gap / gain)
        weights[source] -= moved
        weights[target] += moved
        gap -= moved * gain
    return weights


def nearest_weights(now: FloatArray, leads: FloatArray, option: int) -> Flip | None:
    """Weights nearest to the present ones with no negative lead: a linear programme."""
    n = len(now)
    leads = np.where(np.abs(leads) > TIE_TOLERANCE, leads, 0.0)
    one, zeros = np.eye(n), np.zeros((len(leads), n))
    scale = np.maximum(np.abs(leads).max(axis=1, keepdims=True), 1e-300)
    result: Any = linprog(
        np.r_[np.zeros(n), np.ones(n)],
        A_ub=np.block([[one, -one], [-one, -one], [-leads / scale, zeros]]),
        b_ub=np.r_[now, -now, np.zeros(len(leads))],
        A_eq=np.r_[np.ones(n), np.zeros(n)][None],
        b_eq=[1.0],
        bounds=(0, None),
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10},
    )
    if not result.success:
        return None
    weights = np.clip(result.x[:n], 0.0, None)
    return flip_to(option, weights / weights.sum(), now)

"""Which ranks an option can reach at all, and the least change of weights that gets it there."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import Bounds, LinearConstraint, milp

from ratings.mcda.additive import TIE_TOLERANCE, competition_ranks
from ratings.mcda.arrays import BoolArray, FloatArray, IntArray, finite_floats
from ratings.mcda.errors import McdaError
from ratings.mcda.flip import Flip, check_option, flip_to, level_weights, nearest_weights
from ratings.mcda.sensitivity import checked_table

SAMPLED_WEIGHTS = 4000
NEAR = 1e-6  # of distance: far more than what two solvers differ by


def flip_into_top(values: ArrayLike, shares: ArrayLike, option: int, k: int) -> Flip | None:
    """Smallest change of weights at which fewer than k options score above `option`.

    values (m, n); shares (n,) any sum; k >= 1. None if no weights do it; distance 0 if it
    is among the first k now. Which k - 1 options may stay above is a choice, so this is a
    mixed-integer programme with one 0/1 unknown an option, solved to optimality; the
    weights then come from the linear programme of that choice. Bounds in closed form settle
    many choices before it, and most of the unknowns of the others. Raises McdaError.
    """
    matrix, now = checked_table(values, shares)
    check_option(option, matrix)
    if k < 1:
        raise McdaError(f"top k: k is {k}, at least 1 is needed")
    if competition_ranks(matrix @ now)[option] <= k:
        return flip_to(option, now, now)
    leads = _leads(matrix / max(float(np.abs(matrix).max()), 1.0), option)
    near = _near_rivals(leads, now, option, k)
    if near.is_settled:
        return near.flip
    excluded: list[BoolArray] = []
    while True:
        above = _choose_above(leads, now, k, near, excluded)
        if above is None:
            return None
        flip = nearest_weights(now, leads[~above], option)
        if flip is not None:
            return flip
        # The choice was feasible only within the integer solver's tolerance.
        excluded.append(above)


def best_reachable_ranks(values: ArrayLike) -> IntArray:
    """Best rank that each option can reach under any weights, (m,), 1-m.

    values (m, n). An option reaches a rank when it ties for it. An option that dominates
    another always counts as above it, although both tie where the objectives that tell them
    apart weigh nothing. Bounds from dominance and from 4,000 weight vectors settle most
    options; a mixed-integer programme settles the others, and its tolerance (1e-6) errs
    towards "can reach". Raises McdaError.
    """
    matrix = finite_floats(values, what="values", ndim=2)
    if matrix.size == 0:
        raise McdaError("values: at least one option and one objective are needed")
    matrix = matrix / max(float(np.abs(matrix).max()), 1.0)
    dominators = dominates(matrix).T
    least = 1 + dominators.sum(axis=1)
    found = _sampled_best_ranks(matrix, dominators)
    for option in np.flatnonzero(found > least):
        found[option] = 1 + _fewest_above(_leads(matrix, int(option)))
    return found


def never_in_top(values: ArrayLike, k: int) -> tuple[int, ...]:
    """Options that are never among the first k, whatever the weights; by index.

    values (m, n); k >= 1. See `best_reachable_ranks`. Raises McdaError.
    """
    if k < 1:
        raise McdaError(f"top k: k is {k}, at least 1 is needed")
    ranks = best_reachable_ranks(values)
    return tuple(int(option) for option in np.flatnonzero(ranks > k))


def dominates(values: ArrayLike) -> BoolArray:
    """Whether the row's option is no worse anywhere than the column's and better somewhere.

    values (m, n); returns (m, m). Differences within 1e-9 count as none. Raises McdaError.
    """
    matrix = finite_floats(values, what="values", ndim=2)
    lead = matrix[:, None, :] - matrix[None, :, :]
    no_worse = (lead >= -TIE_TOLERANCE).all(axis=2)
    better = (lead > TIE_TOLERANCE).any(axis=2)
    return np.asarray(no_worse & better)


def _leads(matrix: FloatArray, option: int) -> FloatArray:
    """Lead of the option over each other one on each objective, (m - 1, n)."""
    leads: FloatArray = matrix[option] - np.delete(matrix, option, axis=0)
    return leads


@dataclass(frozen=True, eq=False)
class _Near:
    """What is known of the nearest choice before any integer programme.

    flip        a choice that will do; the nearest there is when `is_settled`, None then when none will do
    stay_above  rivals too far to be overtaken on the way to `flip`
    stay_below  rivals too far to overtake on the way to `flip`
    """

    flip: Flip | None
    is_settled: bool
    stay_above: BoolArray
    stay_below: BoolArray


def _near_rivals(leads: FloatArray, now: FloatArray, option: int, k: int) -> _Near:
    """Try to overtake the nearest rivals: no choice is nearer than the farthest of them."""
    dominators = _always_above(leads)
    above = (leads @ now < -TIE_TOLERANCE) | dominators
    distances = np.array(
        [
            _level_distance(lead if up else -lead, now) if not fixed else np.inf
            for lead, up, fixed in zip(leads, above, dominators, strict=True)
        ]
    )
    nearest = [s for s in np.argsort(distances, kind="stable") if above[s]]
    overtaken = nearest[: max(int(above.sum()) - (k - 1), 0)]
    least = max((distances[s] for s in overtaken), default=0.0)
    if not np.isfinite(least):
        return _Near(None, True, above, ~above)
    kept = ~above
    kept[overtaken] = True
    flip = nearest_weights(now, leads[kept], option)
    farthest = np.inf if flip is None else flip.distance + NEAR
    return _Near(
        flip,
        flip is not None and flip.distance <= least + TIE_TOLERANCE,
        above & (distances > farthest),
        ~above & (distances > farthest),
    )


def _level_distance(lead: FloatArray, now: FloatArray) -> float:
    weights = level_weights(lead, now)
    return float("inf") if weights is None else float(np.abs(weights - now).sum())


def _always_above(leads: FloatArray) -> BoolArray:
    """Rivals that dominate the option."""
    return np.asarray((leads <= TIE_TOLERANCE).all(axis=1) & (leads < -TIE_TOLERANCE).any(axis=1))


def _choose_above(
    leads: FloatArray, now: FloatArray, k: int, near: _Near, excluded: list[BoolArray]
) -> BoolArray | None:
    """Which rivals, at most k - 1, stay above in the nearest solution; None if no choice."""
    rivals, n = leads.shape
    base, low, high = _reach_model(leads)
    low[n:] = np.maximum(low[n:], near.stay_above)
    high[n:] = np.minimum(high[n:], ~near.stay_below)
    one, blank = np.eye(n), np.zeros((n, rivals))
    distance = np.block([[one, blank, -one], [-one, blank, -one]])
    count = np.r_[np.zeros(n), np.ones(rivals), np.zeros(n)]
    rules = [
        *(LinearConstraint(_widen(rule.A, n), rule.lb, rule.ub) for rule in base),
        LinearConstraint(distance, -np.inf, np.r_[now, -now]),
        LinearConstraint(count[None], -np.inf, k - 1),
    ]
    for above in excluded:
        spared = np.r_[np.zeros(n), ~above, np.zeros(n)]
        rules.append(LinearConstraint(spared[None], 1, np.inf))
    solution = _solve(
        np.r_[np.zeros(n + rivals), np.ones(n)],
        rules,
        np.r_[low, np.zeros(n)],
        np.r_[high, np.full(n, 2.0)],
        integer=slice(n, n + rivals),
    )
    return None if solution is None else solution[n : n + rivals] > 0.5


def _fewest_above(leads: FloatArray) -> int:
    """The fewest rivals that score above the option at any weights."""
    rivals, n = leads.shape
    rules, low, high = _reach_model(leads)
    cost = np.r_[np.zeros(n), np.ones(rivals)]
    solution = _solve(cost, rules, low, high, integer=slice(n, n + rivals))
    return rivals if solution is None else int(np.round(solution[n:]).sum())


def _reach_model(
    leads: FloatArray,
) -> tuple[list[LinearConstraint], FloatArray, FloatArray]:
    """Unknowns: n weights and, for each rival, 1 if it may stay above.

    A rival that may not stay above must not lead; one that may is freed by its greatest
    lead. A rival that dominates always stays above; one that never leads never does.
    """
    rivals, n = leads.shape
    worst = np.maximum(-leads.min(axis=1), 0.0)
    free = np.diag(worst)
    always = _always_above(leads)
    never = (leads >= -TIE_TOLERANCE).all(axis=1)
    rules = [
        LinearConstraint(np.hstack([leads, free]), 0, np.inf),
        LinearConstraint(np.r_[np.ones(n), np.zeros(rivals)][None], 1, 1),
    ]
    low = np.r_[np.zeros(n), always.astype(np.float64)]
    high = np.r_[np.ones(n), (~never).astype(np.float64)]
    return rules, low, high


def _widen(table: Any, columns: int) -> FloatArray:
    return np.hstack([table, np.zeros((len(table), columns))])


def _solve(
    cost: FloatArray,
    rules: list[LinearConstraint],
    low: FloatArray,
    high: FloatArray,
    *,
    integer: slice,
) -> FloatArray | None:
    kinds = np.zeros(len(cost), dtype=np.int64)
    kinds[integer] = 1
    result: Any = milp(
        cost,
        constraints=rules,
        bounds=Bounds(low, high),
        integrality=kinds,
        options={"mip_rel_gap": 0.0},
    )
    if result.x is None:
        return None
    solution: FloatArray = np.asarray(result.x, dtype=np.float64)
    return solution


def _sampled_best_ranks(matrix: FloatArray, dominators: BoolArray) -> IntArray:
    """Best ranks over the corners of the simplex and a fixed sample of weights."""
    n = matrix.shape[1]
    rng = np.random.default_rng(0)
    sample = np.vstack([np.eye(n), rng.dirichlet(np.ones(n), SAMPLED_WEIGHTS)])
    scores = matrix @ sample.T
    best = np.empty(len(matrix), dtype=np.int64)
    for option, score in enumerate(scores):
        above = scores > score + TIE_TOLERANCE
        above |= dominators[option][:, None]
        best[option] = 1 + above.sum(axis=0).min()
    return best

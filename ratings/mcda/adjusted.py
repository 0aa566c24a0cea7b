"""Cell values that are fair to raters who answered only in part.

A severe rater who answered mainly on one half of the list drags that half down when answers
are simply averaged. So on each objective every rating is taken as

    rating = level of the group + solution + departure of the group on the solution
             + severity of the rater within the group

fitted by least squares with a light fixed penalty on all but the levels. It is the best
linear unbiased prediction under normal effects (Robinson 1991). A cell's value is then the
mean of its ratings less their raters' severities. When everybody answers everything this is
the plain mean again; otherwise it is the plain mean made fair. The level of a group is free
of penalty, so that a generous group lifts no option by having rated it.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from ratings.mcda.arrays import ByteArray, FloatArray, IntArray, frozen, masked
from ratings.mcda.cells import POINTS_PER_RATING, CellValues
from ratings.mcda.errors import McdaError
from ratings.mcda.layout import GroupedSheets, grouped_sheets
from ratings.mcda.problem import MISSING, Panel

PENALTY = 0.5


@dataclass(frozen=True, eq=False)
class AdjustedFit:
    """The fitted two-way model.

    cells       the values by group
    severities  (P, n) what was taken off each rater's answers beside the group's level, in
                rating points; above 0 for a generous rater, below 0 for a severe one; 0
                without answers
    mu          (n,) level of each objective, in rating points: the mean over its raters of
                their groups' levels, which are mu + cells.levels
    beta        (m, n) solution effects; delta (G, m, n) departures of groups
    components  (m, n) label of the connected part of the rater-solution graph to which an
                option belongs; -1 without answers
    """

    cells: CellValues
    severities: FloatArray
    mu: FloatArray
    beta: FloatArray
    delta: FloatArray
    components: IntArray

    @property
    def component_counts(self) -> IntArray:
        """(n,) connected parts; above 1, options in different parts share no rater."""
        return np.asarray(self.components.max(axis=0) + 1)


@dataclass(eq=False)
class _Statistics:
    """Sums over raters that are all the fit of one objective needs; leading axis groups."""

    counts: FloatArray  # (G, m) answers
    sums: FloatArray  # (G, m) sum of ratings
    squares: float  # sum of squared ratings
    pairs: FloatArray  # (G, m, m) sum over raters of q * answered s * answered t
    cross: FloatArray  # (G, m) sum over raters of q * answered s * own sum
    people: FloatArray  # (G,) raters with an answer
    # where q = 1 / (own answers + penalty)


def adjusted_cells(panel: Panel, *, penalty: float = PENALTY) -> AdjustedFit:
    """Fit the two-way model on each objective and return values by group.

    penalty: weight of one squared effect against one squared residual, above 0; 0.5 is light
    and safe when nothing is known beforehand, heavy penalties bring the bias back.

    The raters are eliminated first, which leaves equations in the options alone: the cost is
    one pass over the sheets and the answer is exact, without sweeps. Sums run over raters
    with equally many answers, so they are sums of whole numbers, exact in any order: neither
    the order of people nor the number of threads can change a bit of the values.

    The standard error is the residual standard deviation of the objective over the square
    root of the cell's answers, with severities held as known; masked where the answers leave
    no degree of freedom. Raises McdaError.
    """
    if not (np.isfinite(penalty) and penalty > 0):
        raise McdaError(f"penalty: {penalty} is not a finite number above 0")
    sheets = grouped_sheets(panel)
    groups, (options, objectives) = len(panel.group_names), panel.shape
    grid = (groups, options, objectives)
    counts = np.zeros(grid)
    sums, effects, delta = np.zeros(grid), np.zeros(grid), np.zeros(grid)
    beta, mu = np.zeros((options, objectives)), np.zeros(objectives)
    levels, people = np.zeros((groups, objectives)), np.zeros((groups, objectives))
    severities = np.zeros((panel.people, objectives))
    components = np.full((options, objectives), -1, dtype=np.int64)
    deviation = np.zeros(objectives)
    for j in range(objectives):
        stats = _statistics(sheets, j, penalty)
        counts[..., j], sums[..., j], people[:, j] = stats.counts, stats.sums, stats.people
        if not stats.counts.any():
            continue
        gamma, beta[:, j], fitted = _solve(stats, penalty)
        mu[j] = (stats.people * gamma).sum() / stats.people.sum()
        levels[:, j] = np.where(stats.people > 0, gamma - mu[j], 0.0)
        effects[..., j] = fitted - levels[:, None, j]
        delta[..., j] = effects[..., j] - mu[j] - beta[:, j]
        own = _severities(sheets, j, fitted, penalty)
        severities[sheets.order, j] = own[0]
        components[:, j] = _components(stats)
        penalised = penalty * ((own[0] ** 2).sum() + (beta[:, j] ** 2).sum())
        penalised += penalty * (delta[..., j] ** 2).sum()
        explained = own[1] + (fitted * stats.sums).sum()
        parts = int(components[:, j].max()) + 1
        deviation[j] = _deviation(stats, stats.squares - explained - penalised, parts)
    # The departure unshrunk: the mean of the cell's ratings less severities.
    net = effects + penalty * delta / np.maximum(counts, 1)
    errors = POINTS_PER_RATING * deviation / np.sqrt(np.maximum(counts, 1))
    cells = CellValues(
        method="adjusted",
        net=frozen(np.where(counts > 0, net, 0.0)),
        levels=frozen(levels),
        people=frozen(people.astype(np.int64)),
        counts=frozen(counts.astype(np.int64)),
        raw_means=masked(sums / np.maximum(counts, 1), counts > 0),
        standard_errors=masked(errors, (counts > 0) & (deviation >= 0)),
    )
    return AdjustedFit(
        cells=cells,
        severities=frozen(severities),
        mu=frozen(mu),
        beta=frozen(beta),
        delta=frozen(delta),
        components=frozen(components),
    )


def _statistics(sheets: GroupedSheets, objective: int, penalty: float) -> _Statistics:
    block = sheets.cube[objective]
    groups, options = len(sheets.bounds) - 1, block.shape[1]
    stats = _Statistics(
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


def _add_group(stats: _Statistics, group: int, ratings: ByteArray, penalty: float) -> None:
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


def _solve(stats: _Statistics, penalty: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return group levels (G,), solution effects (m,) and cell effects (G, m), levels within.

    With raters eliminated, group g's cell effects c minimise c'Ac - 2b'c + penalty |c - v|^2
    where v = level + solution effects. Eliminating c leaves v'Qv - 2h'v for each group, and
    eliminating the levels leaves m equations in the solution effects.
    """
    identity = np.eye(stats.counts.shape[1])
    a = stats.counts[:, :, None] * identity - stats.pairs
    b = stats.sums - stats.cross
    inverse = np.linalg.inv(a + penalty * identity)
    own = np.einsum("gst,gt->gs", inverse, b)
    q = penalty * (identity - penalty * inverse)
    h = penalty * own
    row, total = q.sum(axis=2), np.where(stats.people > 0, q.sum(axis=(1, 2)), 1.0)
    right = h - row * (h.sum(axis=1) / total)[:, None]
    left = q - row[:, :, None] * row[:, None, :] / total[:, None, None]
    answered = (stats.people > 0)[:, None]
    beta = np.linalg.solve(
        (left * answered[:, :, None]).sum(axis=0) + penalty * identity,
        (right * answered).sum(axis=0),
    )
    gamma = np.where(stats.people > 0, (h.sum(axis=1) - row @ beta) / total, 0.0)
    fitted = own + penalty * np.einsum("gst,gt->gs", inverse, beta + gamma[:, None])
    return gamma, beta, fitted


def _severities(sheets: GroupedSheets, objective: int, effects: FloatArray, penalty: float) -> tuple[FloatArray, float]:
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


def _components(stats: _Statistics) -> IntArray:
    answered = stats.counts.sum(axis=0) > 0
    shared = stats.pairs.sum(axis=0)[np.ix_(answered, answered)] > 0
    labels = np.full(len(answered), -1, dtype=np.int64)
    labels[answered] = connected_components(csr_array(shared), directed=False)[1]
    return labels


def _deviation(stats: _Statistics, squares: float, parts: int) -> float:
    """Residual standard deviation, or -1 where no degree of freedom is left."""
    cells = np.count_nonzero(stats.counts)
    # A group's level is shared by its raters and its cells, so it is counted once.
    shared = max(parts, np.count_nonzero(stats.people))
    freedom = stats.counts.sum() - stats.people.sum() - cells + shared
    return float(np.sqrt(max(squares, 0.0) / freedom)) if freedom > 0 else -1.0

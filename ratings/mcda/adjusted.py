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

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from ratings.mcda.arrays import FloatArray, IntArray, frozen, masked
from ratings.mcda.cells import POINTS_PER_RATING, CellValues, answering_members
from ratings.mcda.errors import McdaError
from ratings.mcda.layout import GroupedSheets, grouped_sheets
from ratings.mcda.problem import Panel
from ratings.mcda.two_way import Statistics, gather, severities, solve

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


def adjusted_cells(panel: Panel, *, penalty: float = PENALTY) -> AdjustedFit:
    """Fit the two-way model on each objective and return values by group.

    penalty: weight of one squared effect against one squared residual, above 0; 0.5 is light
    and safe when nothing is known beforehand, heavy penalties bring the bias back.

    Neither the order of people nor the number of threads changes a bit of the values. The
    standard error is the residual standard deviation of the objective over the square root of
    the cell's answers, with severities held as known; masked where the answers leave no degree
    of freedom. Raises McdaError.
    """
    if not (np.isfinite(penalty) and penalty > 0):
        raise McdaError(f"penalty: {penalty} is not a finite number above 0")
    sheets = grouped_sheets(panel)
    fits = [_fit(sheets, j, penalty) for j in range(panel.shape[1])]
    counts = np.stack([fit.stats.counts for fit in fits], axis=-1)
    sums = np.stack([fit.stats.sums for fit in fits], axis=-1)
    beta = np.stack([fit.beta for fit in fits], axis=-1)
    delta = np.stack([fit.delta for fit in fits], axis=-1)
    mu = np.array([fit.mu for fit in fits])
    deviation = np.array([fit.deviation for fit in fits])
    own = np.zeros((panel.people, len(fits)))
    own[sheets.order] = np.stack([fit.severities for fit in fits], axis=-1)
    # The departure unshrunk: the mean of the cell's ratings less severities.
    net = mu + beta + delta * (1 + penalty / np.maximum(counts, 1))
    errors = POINTS_PER_RATING * deviation / np.sqrt(np.maximum(counts, 1))
    cells = CellValues(
        method="adjusted",
        net=frozen(np.where(counts > 0, net, 0.0)),
        levels=frozen(np.stack([fit.levels for fit in fits], axis=-1)),
        people=frozen(np.stack([fit.stats.people for fit in fits], axis=-1).astype(np.int64)),
        members=frozen(answering_members(panel)),
        counts=frozen(counts.astype(np.int64)),
        raw_means=masked(sums / np.maximum(counts, 1), counts > 0),
        standard_errors=masked(errors, (counts > 0) & (deviation >= 0)),
    )
    return AdjustedFit(
        cells=cells,
        severities=frozen(own),
        mu=frozen(mu),
        beta=frozen(beta),
        delta=frozen(delta),
        components=frozen(np.stack([fit.components for fit in fits], axis=-1)),
    )


@dataclass(eq=False)
class _Fit:
    """One objective: fields as in AdjustedFit, severities in the order of the sheets."""

    stats: Statistics
    mu: float
    levels: FloatArray
    beta: FloatArray
    delta: FloatArray
    severities: FloatArray
    components: IntArray
    deviation: float


def _fit(sheets: GroupedSheets, objective: int, penalty: float) -> _Fit:
    stats = gather(sheets, objective, penalty)
    gamma, beta, effects = solve(stats, penalty)
    mu = float((stats.people * gamma).sum() / max(stats.people.sum(), 1))
    levels = np.where(stats.people > 0, gamma - mu, 0.0)
    delta = effects - gamma[:, None] - beta
    own, product = severities(sheets, objective, effects, penalty)
    components = _components(stats)
    squares = (own**2).sum() + (beta**2).sum() + (delta**2).sum()
    explained = product + (effects * stats.sums).sum()
    residual = float(stats.squares - explained - penalty * squares)
    deviation = _deviation(stats, residual, int(components.max()) + 1)
    return _Fit(stats, mu, levels, beta, delta, own, components, deviation)


def _components(stats: Statistics) -> IntArray:
    answered = stats.counts.sum(axis=0) > 0
    shared = stats.pairs.sum(axis=0)[np.ix_(answered, answered)] > 0
    labels = np.full(len(answered), -1, dtype=np.int64)
    labels[answered] = connected_components(csr_array(shared), directed=False)[1]
    return labels


def _deviation(stats: Statistics, squares: float, parts: int) -> float:
    """Residual standard deviation, or -1 where no degree of freedom is left."""
    cells = np.count_nonzero(stats.counts)
    # A group's level is shared by its raters and its cells, so it is counted once.
    shared = max(parts, np.count_nonzero(stats.people))
    freedom = stats.counts.sum() - stats.people.sum() - cells + shared
    return float(np.sqrt(max(squares, 0.0) / freedom)) if freedom > 0 else -1.0

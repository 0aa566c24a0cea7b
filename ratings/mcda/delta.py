"""The delta method: scores of a large panel are near normal, so one pass will do."""

import numpy as np

from ratings.mcda.aggregation import Aggregate
from ratings.mcda.arrays import FloatArray, IntArray
from ratings.mcda.cells import POINTS_PER_RATING, CellValues
from ratings.mcda.sampling import Tables
from ratings.mcda.voices import Voice, group_shares
from ratings.mcda.weights import ElicitedWeights

_ROWS = 2048


def normal_scores(
    tables: Tables,
    cells: CellValues,
    voice: Voice,
    official: Aggregate,
    elicited: ElicitedWeights | None,
    census: FloatArray,
    draws: int,
    seed: int,
) -> FloatArray:
    """Draw scores (draws, m) from the normal distribution that the influences give.

    A person's influence on a score is its derivative by the person's weight (Davison &
    Hinkley 1997, section 2.7). census (G,) are the finite-population factors. Scores are kept
    within 0-100. Sums avoid BLAS, so the bytes do not depend on threads.
    """
    covariance = np.zeros((tables.options, tables.options))
    for group, table in enumerate(tables.groups):
        slopes = _slopes(group, tables, cells, voice, official, elicited)
        total = np.zeros(tables.options)
        squares = np.zeros_like(covariance)
        for start in range(0, len(table), _ROWS):
            rows = table[start : start + _ROWS].astype(np.float64)
            influence = np.einsum("pc,cs->ps", rows, slopes)
            total += influence.sum(axis=0)
            squares += np.einsum("ps,pt->st", influence, influence)
        if len(table) > 1:
            spread = squares - np.outer(total, total) / len(table)
            covariance += census[group] ** 2 * len(table) / (len(table) - 1) * spread
    normal = np.random.default_rng(seed).standard_normal((draws, tables.options))
    moved = np.einsum("bt,st->bs", normal, _square_root(covariance))
    return np.asarray(np.clip(official.scores.data + moved, 0.0, 100.0))


def _slopes(
    group: int,
    tables: Tables,
    cells: CellValues,
    voice: Voice,
    official: Aggregate,
    elicited: ElicitedWeights | None,
) -> FloatArray:
    """Derivatives of the scores (m) by each column of a person's row: (columns, m)."""
    options, objectives = tables.options, tables.objectives
    size, option = options * objectives, np.repeat(np.arange(options), objectives)
    person = voice.policy == "person"
    slopes = np.zeros((tables.edges[-1] + 1, options))
    ratings, answers, levels, raters, weights, givers, _ = np.split(slopes, tables.edges)

    share, counts, centre = _centre(person, group, official.group_shares, cells.counts, cells.net)
    pull = POINTS_PER_RATING * official.shares * share / np.maximum(counts, 1)
    ratings[np.arange(size), option] = pull.ravel()
    answers[np.arange(size), option] = -(pull * centre).ravel()

    omega = group_shares(voice, cells.people)
    share, counts, centre = _centre(person, group, omega, cells.people, cells.levels)
    pull = POINTS_PER_RATING * official.shares * share / np.maximum(counts, 1)
    levels[:] = pull[:, None]
    raters[:] = -(pull * centre)[:, None]

    if elicited is not None:
        own = elicited.group_shares[:, None], elicited.counts[:, None], elicited.group_weights
        share, counts, centre = _centre(person, group, *own)
        pull = share / np.maximum(counts, 1)
        points = np.where(official.answered, official.values.data, 0.0)
        weights[:] = pull * points.T
        givers[:] = -pull * (points @ centre)
    return slopes


def _centre(
    person: bool, group: int, shares: FloatArray, counts: IntArray, means: FloatArray
) -> tuple[FloatArray, IntArray, FloatArray]:
    """Share, count and mean from which a person of the group moves the combined mean."""
    if not person:
        return shares[group], counts[group], means[group]
    total = counts.sum(axis=0)
    return (total > 0).astype(np.float64), total, (shares * means).sum(axis=0)


def _square_root(covariance: FloatArray) -> FloatArray:
    """Lower root L with L L' = covariance; options without spread of their own get none."""
    rest = covariance.copy()
    root = np.zeros_like(rest)
    floor = 1e-12 * max(float(np.trace(rest)), 0.0)
    for k in range(len(rest)):
        if rest[k, k] > floor:
            root[:, k] = rest[:, k] / np.sqrt(rest[k, k])
            rest -= np.outer(root[:, k], root[:, k])
    return root

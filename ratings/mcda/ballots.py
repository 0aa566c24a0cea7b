"""Orders counted as votes: Borda and Copeland."""

import numpy as np
from numpy.typing import ArrayLike

from ratings.mcda.additive import TIE_TOLERANCE
from ratings.mcda.arrays import BoolArray, FloatArray, finite_floats, frozen
from ratings.mcda.cells import POINTS_PER_RATING
from ratings.mcda.errors import McdaError
from ratings.mcda.problem import LOWEST_RATING, MISSING, Panel, checked_weights

PEOPLE_AT_A_TIME = 4096


def pairwise_votes(
    scores: ArrayLike,
    votes: ArrayLike | None = None,
    answered: ArrayLike | None = None,
) -> FloatArray:
    """Votes for each option against each other one.

    scores (P, m): how each person scores the options, higher is better (for ranks, hand in
    their negatives); votes (P,) what each person counts, None counts 1; answered (P, m):
    False where there is no score (what stands there is not read). A person who holds two
    options level gives half a vote to each; one who did not score both gives none.
    Returns (m, m), zeros on the diagonal; all zeros without people. Raises McdaError.
    """
    table, present = checked_scores(scores, answered)
    people, options = table.shape
    if people == 0:
        return frozen(np.zeros((options, options)))
    counts = checked_weights(np.ones(people) if votes is None else votes, what="votes")
    if len(counts) != people:
        raise McdaError(f"votes: {len(counts)} for {people} people")
    return frozen(_votes_of_those_who_scored_both(table, counts, present))


def personal_scores(panel: Panel, shares: ArrayLike) -> tuple[FloatArray, BoolArray]:
    """How each person alone would score the options.

    shares (n,) weights of the objectives, any sum. Returns scores (P, m), 0-100, and whether
    each stands (P, m): a person scores an option when each of its objectives that has weight
    is answered; elsewhere the score reads 0. Raises McdaError.
    """
    options, objectives = panel.shape
    weights = checked_weights(shares, what="shares")
    if len(weights) != objectives:
        raise McdaError(f"shares: {len(weights)} given for {objectives} objectives")
    weights = weights / weights.sum()
    scores = np.zeros((panel.people, options))
    answered = np.zeros((panel.people, options), dtype=np.bool_)
    for start in range(0, panel.people, PEOPLE_AT_A_TIME):
        rows = slice(start, start + PEOPLE_AT_A_TIME)
        sheets = panel.sheets[rows].reshape(-1, options, objectives)
        answered[rows] = ((sheets != MISSING) | (weights == 0)).all(axis=2)
        points = (sheets - float(LOWEST_RATING)) * POINTS_PER_RATING
        scores[rows] = np.where(answered[rows], np.where(weights > 0, points, 0.0) @ weights, 0.0)
    return frozen(scores), frozen(answered)


def borda_points(votes: ArrayLike) -> FloatArray:
    """Borda points: for each rival the votes that put the option above it, added up.

    votes (m, m) from `pairwise_votes`. With complete orders that is m - 1 points for a first
    place, m - 2 for a second, and the mean of the places for ties. Where answers are missing
    each pair counts by its share of the votes given, on the scale of the pair with most
    votes, so that being scored by few costs nothing; a pair nobody compared is even.
    Returns (m,). Raises McdaError. Source: Borda 1784; Emerson 2013.
    """
    table = _checked_votes(votes)
    total = table + table.T
    most = max(float(total.max(initial=0.0)), 0.0)
    shares = np.where(total > 0, table / np.where(total > 0, total, 1.0), 0.5)
    np.fill_diagonal(shares, 0.0)
    points: FloatArray = shares.sum(axis=1) * most
    return points


def copeland_points(votes: ArrayLike) -> FloatArray:
    """Copeland points: 1 for each rival beaten head to head, 1/2 for each draw.

    votes (m, m) from `pairwise_votes`. Returns (m,), 0 to m - 1. Raises McdaError.
    Source: Copeland 1951; Saari & Merlin 1996.
    """
    table = _checked_votes(votes)
    lead = table - table.T
    points = (lead > TIE_TOLERANCE) + 0.5 * (np.abs(lead) <= TIE_TOLERANCE)
    np.fill_diagonal(points, 0.0)
    total: FloatArray = points.sum(axis=1)
    return total


def checked_scores(scores: ArrayLike, answered: ArrayLike | None) -> tuple[FloatArray, BoolArray]:
    """Scores (P, m) with 0 for those that are missing, and which are there; or McdaError."""
    table = np.array(scores, dtype=np.float64)
    if table.ndim != 2 or table.shape[1] == 0:
        raise McdaError("scores: people x options are needed, with at least one option")
    present = np.ones(table.shape, dtype=np.bool_)
    if answered is not None:
        present = np.asarray(answered, dtype=np.bool_)
    if present.shape != table.shape:
        raise McdaError(f"answered: shape {present.shape}, expected {table.shape}")
    table[~present] = 0.0
    return finite_floats(table, what="scores"), present


def _checked_votes(votes: ArrayLike) -> FloatArray:
    table = finite_floats(votes, what="votes", ndim=2)
    if table.shape[0] != table.shape[1] or table.size == 0 or table.min() < 0:
        raise McdaError("votes: a square table without negative numbers is needed")
    return table


def _votes_of_those_who_scored_both(table: FloatArray, votes: FloatArray, present: BoolArray) -> FloatArray:
    # A missing score is below and above everything at once, so it never wins nor loses.
    columns = np.ascontiguousarray(np.where(present, table, -np.inf).T)
    raised = np.ascontiguousarray(np.where(present, table + TIE_TOLERANCE, np.inf).T)
    alike = bool((votes == votes[0]).all())
    ahead = np.empty((len(columns), len(columns)))
    for option, column in enumerate(columns):
        above = column > raised
        ahead[option] = np.count_nonzero(above, axis=1) * votes[0] if alike else above @ votes
    both = (present * votes[:, None]).T @ present.astype(np.float64)
    wins: FloatArray = ahead + (both - ahead - ahead.T) / 2
    np.fill_diagonal(wins, 0.0)
    return wins

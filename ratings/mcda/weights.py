"""Weights of objectives: from swing points, from an order, from a panel."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ratings.mcda.arrays import BoolArray, FloatArray, IntArray, finite_floats, frozen
from ratings.mcda.errors import McdaError
from ratings.mcda.problem import MISSING, Panel, checked_weights
from ratings.mcda.voices import Voice, group_shares


@dataclass(frozen=True, eq=False)
class ElicitedWeights:
    """Weights that a panel gave.

    shares         (n,) sum to 1
    group_weights  (G, n) each group's mean of its people's weights; zeros for a silent group
    counts         (G,) people whose swing points were used
    group_shares   (G,) how much each group counted, sum to 1 or, under the fallback, 0
    fallback       True when nobody gave usable points and the stated fallback stands
    """

    shares: FloatArray
    group_weights: FloatArray
    counts: IntArray
    group_shares: FloatArray
    fallback: bool


def swing_weights(points: ArrayLike) -> FloatArray:
    """Shares from swing points: each divided by their sum.

    points (n,) of any sum, ties and zeros allowed; returns (n,) that sum to 1. Raises
    McdaError when a point is negative or all are zero. Source: von Winterfeldt & Edwards
    1986, chapter 8.
    """
    weights = checked_weights(points, what="swing points")
    shares: FloatArray = weights / weights.sum()
    return shares


def rank_order_centroid(n: int) -> FloatArray:
    """Shares of n objectives of which only the order of importance is known, largest first.

    The k-th is (1/n) * sum of 1/i for i from k to n. Raises McdaError for n < 1. Source:
    Barron & Barrett 1996.
    """
    if n < 1:
        raise McdaError(f"rank_order_centroid: {n} objectives; at least one is needed")
    terms = 1.0 / np.arange(1, n + 1)
    return np.cumsum(terms[::-1])[::-1] / n


def personal_weights(panel: Panel) -> tuple[FloatArray, BoolArray]:
    """Each person's shares from swing points, and who gave usable points.

    Returns shares (P, n) and mask (P,). People who left a point open, or gave only zeros,
    are not usable and hold zeros.
    """
    complete = (panel.swings != MISSING).all(axis=1)
    points = np.where(complete[:, None], panel.swings, 0).astype(np.float64)
    total = points.sum(axis=1)
    usable = total > 0
    shares = points / np.where(usable, total, 1.0)[:, None]
    return frozen(shares), frozen(usable)


def elicited_weights(panel: Panel, voice: Voice, fallback: ArrayLike) -> ElicitedWeights:
    """Shares from the swing points of a panel, averaged within groups and then by voice.

    People without usable points are left out; a group without any is re-normalised away.
    When nobody gave any, or only groups that count for nothing did, the shares of
    `fallback` (n,) stand and the result says so. Raises McdaError. The arithmetic mean of
    individually normalised weights keeps a zero legitimate (Forman & Peniwati 1998).
    """
    stated = swing_weights(finite_floats(fallback, what="fallback weights", ndim=1))
    if len(stated) != len(panel.objectives):
        raise McdaError(f"fallback weights: {len(stated)} for {len(panel.objectives)} objectives")
    personal, usable = personal_weights(panel)
    members = usable[:, None] & (panel.groups[:, None] == np.arange(len(panel.group_names)))
    counts = members.sum(axis=0, dtype=np.int64)
    means = members.T.astype(np.float64) @ personal / np.maximum(counts, 1)[:, None]
    omega = group_shares(voice, counts)
    fell_back = not omega.any()
    combined = stated if fell_back else omega @ means
    return ElicitedWeights(
        shares=frozen(combined / combined.sum()),
        group_weights=frozen(means),
        counts=frozen(counts),
        group_shares=omega,
        fallback=fell_back,
    )


def weights_without_group(elicited: ElicitedWeights, voice: Voice, group: int) -> FloatArray:
    """The shares (n,) that stand when one group's people are left out.

    Under the fallback, or when no other group that counts gave points, the shares of the
    whole panel stand.
    """
    counts = np.where(np.arange(len(elicited.counts)) == group, 0, elicited.counts)
    omega = group_shares(voice, counts)
    if elicited.fallback or not omega.any():
        return elicited.shares
    combined = omega @ elicited.group_weights
    return frozen(combined / combined.sum())

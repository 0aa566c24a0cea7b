"""Where people agree, where groups differ, and where people of one group do."""

import numpy as np

from ratings.mcda.agreement import kendall_w, krippendorff_alpha, spread
from ratings.mcda.ballots import pairwise_votes, personal_scores
from ratings.mcda.concordance import kendall_w_interval
from ratings.mcda.group_gaps import classify, disagreeing_share, group_gaps
from ratings.mcda.histograms import cell_histograms
from ratings.mcda.likeness import mean_spearman
from ratings.mcda.weights import personal_weights
from ratings.scoring.named import Json
from ratings.scoring.official import Floats, Official


def agreement(official: Official) -> Json:
    panel = official.snapshot.panel
    histograms = cell_histograms(panel)
    scores, answered = personal_scores(panel, official.shares)
    concordance = kendall_w(scores, answered)
    likeness = mean_spearman(scores, answered, seed=official.snapshot.round.seed)
    return {
        "cells": _cells(official, histograms.sum(axis=0)),
        "options": _options(official, histograms),
        "kendall_w": {
            "w": concordance.w,
            "interval": kendall_w_interval(scores, answered),
            "p": concordance.p,
            "people": concordance.raters,
            "left_out": concordance.dropped,
        },
        "krippendorff_alpha": krippendorff_alpha(histograms.sum(axis=0)),
        "mean_spearman": {"rho": likeness.rho, "pairs": likeness.pairs},
    }


def _cells(official: Official, counts: np.ndarray) -> Json:
    """The distribution of the answers 1-9 in each cell, and the RAND/UCLA rule's verdict on it."""
    snapshot = official.snapshot
    found = spread(counts)
    cells: dict[str, Json] = {}
    for s, code in enumerate(snapshot.codes):
        cells[code] = {}
        for j, objective in enumerate(snapshot.objectives):
            at = s * len(snapshot.objectives) + j
            cells[code][objective.code] = {
                "answers": int(found.answers[at]),
                "counts": counts[at].tolist(),
                "median": float(found.median[at]) if found.answers[at] else None,
                "lower_quartile": float(found.lower_quartile[at]) if found.answers[at] else None,
                "upper_quartile": float(found.upper_quartile[at]) if found.answers[at] else None,
                "index": float(found.index[at]),
                "disagreement": bool(found.disagreement[at]),
            }
    return cells


def _options(official: Official, histograms: np.ndarray) -> Json:
    """What kind of agreement there is about an option, with the widest gap between two groups.

    A group is compared on an option, and its people among themselves in a cell, only where k of it answered.
    """
    shares, smallest = official.shares, official.snapshot.round.smallest_group
    means = _weighted(official.cells.values, shares)
    errors = np.ma.sqrt(_weighted(official.cells.standard_errors**2, shares**2))
    means[(official.cells.counts < smallest)[:, :, shares > 0].any(axis=2)] = np.ma.masked
    gaps = group_gaps(means, errors)
    enough = histograms.sum(axis=2, keepdims=True) >= smallest
    disagreeing = disagreeing_share(np.where(enough, histograms, 0), _group_voices(official), shares)
    quadrants = classify(official.result.scores, gaps, disagreeing)
    groups = [group.code for group in official.snapshot.groups]
    return {
        code: {
            "quadrant": str(quadrants[s]),
            "gap": float(gaps.gap[s]),
            "gap_low": gaps.low[s : s + 1].tolist()[0],
            "gap_high": gaps.high[s : s + 1].tolist()[0],
            "highest": groups[gaps.highest[s]] if gaps.highest[s] >= 0 and groups else None,
            "lowest": groups[gaps.lowest[s]] if gaps.lowest[s] >= 0 and groups else None,
            "disagreeing": disagreeing[s : s + 1].tolist()[0],
        }
        for s, code in enumerate(official.snapshot.codes)
    }


def _weighted(table: np.ma.MaskedArray, shares: Floats) -> np.ma.MaskedArray:
    """(G, m, n) and (n,) to (G, m), masked where an objective of weight is masked."""
    counts = shares > 0
    masked = np.ma.getmaskarray(table)[:, :, counts].any(axis=2)
    return np.ma.MaskedArray(np.ma.filled(table, 0.0) @ shares, mask=masked)


def _group_voices(official: Official) -> Floats:
    """What each group counts; at least something, so that a panel in which nobody counts has an answer."""
    voices = official.result.group_shares.sum(axis=(1, 2))
    return voices if voices.any() else np.ones(len(voices))


def personal_votes(official: Official) -> Floats:
    """How many people put each option above each other one, for Borda and Copeland."""
    scores, answered = personal_scores(official.snapshot.panel, official.shares)
    return pairwise_votes(scores, answered=answered)


def personal_choices(official: Official) -> tuple[Floats, Floats] | None:
    """The people's own weights, and what each person counts under the round's voice."""
    if official.elicited is None or official.elicited.fallback:
        return None
    rows, usable = personal_weights(official.snapshot.panel)
    groups = official.snapshot.panel.groups[usable]
    per_person = official.elicited.group_shares / np.maximum(official.elicited.counts, 1)
    chances = per_person[groups]
    counted = chances > 0
    return rows[usable][counted], chances[counted]

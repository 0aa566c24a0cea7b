"""From a snapshot's arrays to every number that a run stores."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ratings.mcda.additive import additive_scores, competition_ranks
from ratings.mcda.adjusted import adjusted_cells
from ratings.mcda.aggregation import combine
from ratings.mcda.cells import CellValues, mean_cells
from ratings.mcda.voices import EQUAL, PERSON, Voice, declared_voice
from ratings.mcda.weights import elicited_weights, swing_weights
from ratings.models import Round
from ratings.scoring.snapshot import Snapshot, answered_people, answers_given

METHOD = "additive value model"


@dataclass(frozen=True, eq=False)
class Analysis:
    """The numbers of one run. An option without a score in `scored` has none: never 0."""

    scores: NDArray[np.float64]  # (m,)
    ranks: NDArray[np.int64]  # (m,)
    scored: NDArray[np.bool_]  # (m,)
    values: NDArray[np.float64]  # (m, n)
    answered: NDArray[np.bool_]  # (m, n)
    counts: NDArray[np.int64]  # (m, n) answers
    weights: NDArray[np.float64]  # (n,) shares of 1
    people: int
    answers: int
    details: dict[str, Any]

    def order(self, codes: tuple[str, ...]) -> list[int]:
        """Options best first: by rank, ties by code, those without a score last."""
        return sorted(range(len(codes)), key=lambda s: (not self.scored[s], self.ranks[s], codes[s]))


def analyse(snapshot: Snapshot) -> Analysis:
    if snapshot.round.kind == Round.Kind.CONFERENCE:
        return _analyse_conference(snapshot)
    return _analyse_survey(snapshot)


def _analyse_conference(snapshot: Snapshot) -> Analysis:
    """The panel's own values and weights, by the same additive model and tie rule as a survey."""
    answered = ~np.isnan(snapshot.agreed)
    weights = swing_weights(_weights_or_equal(snapshot))
    scored = (answered | (weights == 0)).all(axis=1)
    values = np.where(answered, snapshot.agreed, 0.0)
    scores = _within_scale(additive_scores(values, weights))
    ranks = np.zeros(len(scores), dtype=np.int64)
    if scored.any():
        ranks[scored] = competition_ranks(scores[scored])
    return Analysis(
        scores=scores,
        ranks=ranks,
        scored=scored,
        values=values,
        answered=answered,
        counts=answered.astype(np.int64),
        weights=weights,
        people=0,
        answers=0,
        details={"weights_from": "declared"},
    )


def _analyse_survey(snapshot: Snapshot) -> Analysis:
    voice = _voice(snapshot)
    weights, weights_from = _survey_weights(snapshot, voice)
    result = combine(_cells(snapshot), voice, weights)
    return Analysis(
        scores=_within_scale(result.scores.filled(0.0)),
        ranks=result.ranks.filled(0),
        scored=result.scored,
        values=result.values.filled(0.0),
        answered=result.answered,
        counts=result.counts,
        weights=result.shares,
        people=answered_people(snapshot.panel),
        answers=answers_given(snapshot.panel),
        details={
            "weights_from": weights_from,
            "silent_groups": [snapshot.groups[index].name for index in result.silent if snapshot.groups],
            "effective_people": result.effective_people,
        },
    )


def _cells(snapshot: Snapshot) -> CellValues:
    if snapshot.round.aggregation == Round.Aggregation.ADJUSTED:
        return adjusted_cells(snapshot.panel).cells
    return mean_cells(snapshot.panel)


def _voice(snapshot: Snapshot) -> Voice:
    if snapshot.round.voice == Round.Voice.DECLARED:
        return declared_voice(snapshot.declared_voices)
    return EQUAL if snapshot.round.voice == Round.Voice.EQUAL else PERSON


def _survey_weights(snapshot: Snapshot, voice: Voice) -> tuple[NDArray[np.float64], str]:
    """The weights, and where they come from: swing points, the round's own, or equal when nobody has given any."""
    stated = _weights_or_equal(snapshot)
    source = "equal" if snapshot.declared_weights is None else "declared"
    if snapshot.round.weights == Round.Weights.DECLARED:
        return swing_weights(stated), source
    elicited = elicited_weights(snapshot.panel, voice, stated)
    return elicited.shares, source if elicited.fallback else "elicited"


def _weights_or_equal(snapshot: Snapshot) -> NDArray[np.float64]:
    declared = snapshot.declared_weights
    return np.ones(len(snapshot.objectives)) if declared is None else declared


def _within_scale(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sums of floats may leave 0-100 by a rounding error, which the table would refuse."""
    return np.clip(scores, 0.0, 100.0)

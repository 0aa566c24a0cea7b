"""From a snapshot's arrays to every number that a run stores."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ratings.mcda.additive import additive_scores, competition_ranks
from ratings.mcda.weights import swing_weights
from ratings.models import Round
from ratings.scoring.agreement import agreement, personal_choices, personal_votes
from ratings.scoring.named import by_code
from ratings.scoring.official import Official, official_result, stated_weights
from ratings.scoring.robustness import Complete, complete_part, robustness
from ratings.scoring.snapshot import Snapshot, answered_people, answers_given
from ratings.scoring.uncertainty import plain_means, uncertainty
from ratings.scoring.voices import voices

METHOD = "additive value model"


@dataclass(frozen=True, eq=False)
class Analysis:
    """The numbers of one run. An option that is not `scored` has no score: never 0."""

    scores: NDArray[np.float64]  # (m,)
    ranks: NDArray[np.int64]  # (m,)
    scored: NDArray[np.bool_]  # (m,)
    values: NDArray[np.float64]  # (m, n)
    answered: NDArray[np.bool_]  # (m, n)
    counts: NDArray[np.int64]  # (m, n) answers
    weights: NDArray[np.float64]  # (n,) shares of 1
    people: int = 0
    answers: int = 0
    details: dict[str, Any] = field(default_factory=dict)

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
    weights = swing_weights(stated_weights(snapshot))
    scored = (answered | (weights == 0)).all(axis=1)
    values = np.where(answered, snapshot.agreed, 0.0)
    scores = _within_scale(additive_scores(values, weights))
    ranks = np.zeros(len(scores), dtype=np.int64)
    if scored.any():
        ranks[scored] = competition_ranks(scores[scored])
    analysis = Analysis(scores, ranks, scored, values, answered, answered.astype(np.int64), weights)
    part = _complete(snapshot, analysis)
    analysis.details.update(
        weights_from="declared",
        robustness=robustness(part, personal=None, votes=None) if part else None,
    )
    return analysis


def _analyse_survey(snapshot: Snapshot) -> Analysis:
    official = official_result(snapshot)
    result = official.result
    analysis = Analysis(
        scores=_within_scale(result.scores.filled(0.0)),
        ranks=result.ranks.filled(0),
        scored=result.scored,
        values=result.values.filled(0.0),
        answered=result.answered,
        counts=result.counts,
        weights=result.shares,
        people=answered_people(snapshot.panel),
        answers=answers_given(snapshot.panel),
    )
    analysis.details.update(_survey_details(official, _complete(snapshot, analysis)))
    return analysis


def _survey_details(official: Official, part: Complete | None) -> dict[str, Any]:
    """What is not official but explains it, by the codes of options."""
    robust = None
    if part is not None:
        kept = np.isin(official.snapshot.codes, part.options)
        votes = personal_votes(official)[np.ix_(kept, kept)]
        robust = robustness(part, personal=_choices(official, part), votes=votes)
    return {
        "weights_from": official.weights_from,
        "weights": _weights(official),
        "plain_means": plain_means(official),
        "disconnected_parts": list(official.parts),
        "agreement": agreement(official),
        "robustness": robust,
        **uncertainty(official),
        **voices(official),
    }


def _choices(official: Official, part: Complete) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """The people's own weights, on the objectives that the complete part has."""
    choices = personal_choices(official)
    if choices is None or len(part.objectives) < len(official.snapshot.objectives):
        return None
    return choices


def _weights(official: Official) -> dict[str, Any]:
    """Each group's own weights, and from how many people."""
    if official.elicited is None:
        return {}
    objectives = [objective.code for objective in official.snapshot.objectives]
    return {
        group.code: {
            "people": int(official.elicited.counts[g]),
            "shares": by_code(objectives, official.elicited.group_weights[g]),
        }
        for g, group in enumerate(official.snapshot.groups)
    }


def _complete(snapshot: Snapshot, analysis: Analysis) -> Complete | None:
    return complete_part(
        options=snapshot.codes,
        objectives=[objective.code for objective in snapshot.objectives],
        values=analysis.values,
        answered=analysis.answered,
        scored=analysis.scored,
        shares=analysis.weights,
        scores=analysis.scores,
        k=snapshot.round.shortlist_size,
        seed=snapshot.round.seed,
        is_final=snapshot.is_final,
    )


def _within_scale(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sums of floats may leave 0-100 by a rounding error, which the table would refuse."""
    return np.clip(scores, 0.0, 100.0)

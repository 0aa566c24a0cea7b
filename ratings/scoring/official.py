"""The official result of a survey: cell values, weights, scores; everything else a run says rests on it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ratings.mcda.adjusted import adjusted_cells
from ratings.mcda.aggregation import Aggregate, combine
from ratings.mcda.cells import CellValues, mean_cells
from ratings.mcda.voices import EQUAL, PERSON, Voice, declared_voice
from ratings.mcda.weights import ElicitedWeights, elicited_weights, swing_weights
from ratings.models import Round
from ratings.scoring.snapshot import Snapshot

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Official:
    """What the round's policies make of the answers.

    `severities` (P, n) and `parts` (n,), the disconnected parts of the rater-solution graph, exist only under the
    adjusted aggregation; `elicited` only when the weights come from swing points.
    """

    snapshot: Snapshot
    voice: Voice
    cells: CellValues
    severities: Floats | None
    parts: tuple[int, ...]
    shares: Floats
    elicited: ElicitedWeights | None
    weights_from: str
    result: Aggregate

    @property
    def resampled_weights(self) -> ElicitedWeights | Floats:
        """Swing points go with the people who gave them; weights set with the round stay."""
        return self.shares if self.elicited is None else self.elicited

    @cached_property
    def plain_cells(self) -> CellValues:
        """Means of the answers as given, for comparison."""
        return self.cells if self.cells.method == "mean" else mean_cells(self.snapshot.panel)


def official_result(snapshot: Snapshot) -> Official:
    voice = voice_of(snapshot)
    cells, severities, parts = _cells(snapshot)
    shares, elicited, source = _weights(snapshot, voice)
    return Official(
        snapshot=snapshot,
        voice=voice,
        cells=cells,
        severities=severities,
        parts=parts,
        shares=shares,
        elicited=elicited,
        weights_from=source,
        result=combine(cells, voice, shares),
    )


def voice_of(snapshot: Snapshot) -> Voice:
    if snapshot.round.voice == Round.Voice.DECLARED:
        return declared_voice(snapshot.declared_voices)
    return EQUAL if snapshot.round.voice == Round.Voice.EQUAL else PERSON


def stated_weights(snapshot: Snapshot) -> Floats:
    """The weights set with the round, or equal ones when it has none."""
    declared = snapshot.declared_weights
    return np.ones(len(snapshot.objectives)) if declared is None else declared


def _cells(snapshot: Snapshot) -> tuple[CellValues, Floats | None, tuple[int, ...]]:
    if snapshot.round.aggregation == Round.Aggregation.ADJUSTED:
        fit = adjusted_cells(snapshot.panel)
        return fit.cells, fit.severities, tuple(int(count) for count in fit.component_counts)
    return mean_cells(snapshot.panel), None, ()


def _weights(snapshot: Snapshot, voice: Voice) -> tuple[Floats, ElicitedWeights | None, str]:
    """The weights, the people's own if they count, and where the weights come from in one word."""
    stated = stated_weights(snapshot)
    source = "equal" if snapshot.declared_weights is None else "declared"
    if snapshot.round.weights == Round.Weights.DECLARED:
        return swing_weights(stated), None, source
    elicited = elicited_weights(snapshot.panel, voice, stated)
    return elicited.shares, elicited, source if elicited.fallback else "elicited"

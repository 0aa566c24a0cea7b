"""The auditor's question: are the stored sheets and scores what the rows say?"""

from collections.abc import Iterator

from ratings.models import Participant, Round, SolutionScore
from ratings.scoring import Snapshot, analyse, take_snapshot
from ratings.selectors import is_updating, layout_of
from ratings.services.answers import pack_ratings
from ratings.services.weights import pack_swings
from ratings.sheets import MISSING

TOLERANCE = 1e-9


def verify_round(round_: Round) -> list[str]:
    """One line a difference; an empty list is the promise kept."""
    return [*_sheet_differences(round_), *_score_differences(round_)]


def _sheet_differences(round_: Round) -> Iterator[str]:
    layout = layout_of(round_.pk)
    for participant in Participant.objects.filter(round=round_).iterator():
        if not _packed_as(participant.sheet, pack_ratings(participant, layout)):
            yield f"{round_.slug}: the sheet of {participant} is not what its ratings say"
        if not _packed_as(participant.swing_sheet, pack_swings(participant, layout)):
            yield f"{round_.slug}: the swing weights of {participant} are not what its rows say"


def _packed_as(stored: "bytes | memoryview[int]", packed: bytes) -> bool:
    """A sheet nobody has written in yet is empty."""
    return bytes(stored) == packed or (not stored and set(packed) <= {MISSING})


def _score_differences(round_: Round) -> Iterator[str]:
    if round_.current_run is None:
        return
    if is_updating(round_):
        yield f"{round_.slug}: answers wait that run {round_.current_run.number} does not have"
        return
    snapshot = take_snapshot(round_.pk)
    if snapshot.input_hash != round_.current_run.input_hash:
        yield f"{round_.slug}: run {round_.current_run.number} was made from other answers"
        return
    yield from _changed_scores(round_, snapshot)


def _changed_scores(round_: Round, snapshot: Snapshot) -> Iterator[str]:
    analysis = analyse(snapshot)
    stored = {s.round_solution_id: s for s in SolutionScore.objects.filter(run=round_.current_run)}
    for index, item in enumerate(snapshot.round_solutions):
        score = analysis.scores[index] if analysis.scored[index] else None
        rank = analysis.ranks[index] if analysis.scored[index] else None
        if not _same(stored[item.pk].score, score) or stored[item.pk].rank != rank:
            yield f"{round_.slug}: {item.code} is stored as {stored[item.pk].score}, the rows give {score}"


def _same(stored: float | None, computed: float | None) -> bool:
    if stored is None or computed is None:
        return stored is computed
    return abs(stored - computed) <= TOLERANCE

"""The one bridge to the mathematics: rows to arrays to `ratings.mcda` to an immutable score run."""

from ratings.scoring.analysis import Analysis, analyse
from ratings.scoring.own import (
    Conflict,
    Question,
    own_ranks,
    own_shares,
    points_of_order,
    questions_for,
    ranks_among,
    worst_conflict,
)
from ratings.scoring.runs import recompute_round
from ratings.scoring.snapshot import Snapshot, take_snapshot

__all__ = [
    "Analysis",
    "Conflict",
    "Question",
    "Snapshot",
    "analyse",
    "own_ranks",
    "own_shares",
    "points_of_order",
    "questions_for",
    "ranks_among",
    "recompute_round",
    "take_snapshot",
    "worst_conflict",
]

"""The one bridge to the mathematics: rows to arrays to `ratings.mcda` to an immutable score run."""

from ratings.scoring.analysis import Analysis, analyse
from ratings.scoring.runs import recompute_round
from ratings.scoring.snapshot import Snapshot, take_snapshot

__all__ = ["Analysis", "Snapshot", "analyse", "recompute_round", "take_snapshot"]

"""Rounds, and the lists that they choose from; score runs to look at."""

from ratings.admin.lists import RegionAdmin, ScoreRunAdmin, StakeholderGroupAdmin
from ratings.admin.round import RoundAdmin

__all__ = ["RegionAdmin", "RoundAdmin", "ScoreRunAdmin", "StakeholderGroupAdmin"]

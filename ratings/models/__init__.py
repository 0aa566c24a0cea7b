"""Every table of the rating rounds, one noun a file."""

from ratings.models.answer import Rating, RatingEvent, Swing
from ratings.models.comment import Comment
from ratings.models.consent import ConsentEvent
from ratings.models.entry import EntrySheet, KeyingDifference, PointsDifference, SecondKeying
from ratings.models.group import RoundGroup, StakeholderGroup
from ratings.models.group_change import GroupChangeRequest
from ratings.models.invitation import Invitation, ReminderOptOut
from ratings.models.panel import PanelValue
from ratings.models.participant import Participant, ParticipantLink
from ratings.models.region import NOT_SAID, Region, RoundRegion
from ratings.models.round import Objective, Round, RoundSolution
from ratings.models.run import GroupRelease, RecomputeRequest, ScoreRun, SolutionScore
from ratings.models.weighting import TradeOffAnswer, Weighting

__all__ = [
    "NOT_SAID",
    "Comment",
    "ConsentEvent",
    "EntrySheet",
    "GroupChangeRequest",
    "GroupRelease",
    "Invitation",
    "KeyingDifference",
    "Objective",
    "PanelValue",
    "Participant",
    "ParticipantLink",
    "PointsDifference",
    "Rating",
    "RatingEvent",
    "RecomputeRequest",
    "Region",
    "ReminderOptOut",
    "Round",
    "RoundGroup",
    "RoundRegion",
    "RoundSolution",
    "ScoreRun",
    "SecondKeying",
    "SolutionScore",
    "StakeholderGroup",
    "Swing",
    "TradeOffAnswer",
    "Weighting",
]

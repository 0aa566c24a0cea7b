"""Bodies, meetings and decisions; solutions with the rounds that have them; people with all that is kept of them."""

from governance.admin.person import ErasableUserAdmin
from governance.admin.solution import RatedSolutionAdmin
from governance.admin.structure import ActionAdmin, BodyAdmin, DecisionAdmin, InterestAdmin, MeetingAdmin

__all__ = [
    "ActionAdmin",
    "BodyAdmin",
    "DecisionAdmin",
    "ErasableUserAdmin",
    "InterestAdmin",
    "MeetingAdmin",
    "RatedSolutionAdmin",
]

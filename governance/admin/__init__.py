"""Bodies, meetings and decisions; and solutions together with the rounds that have them."""

from governance.admin.solution import RatedSolutionAdmin
from governance.admin.structure import ActionAdmin, BodyAdmin, DecisionAdmin, InterestAdmin, MeetingAdmin

__all__ = ["ActionAdmin", "BodyAdmin", "DecisionAdmin", "InterestAdmin", "MeetingAdmin", "RatedSolutionAdmin"]

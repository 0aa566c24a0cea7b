"""The one gate through which figures about people leave the portal: pages, charts, exports and the API all pass it.

Rules (docs/adr/0014): no figure about fewer than k people; what is hidden cannot be found by subtraction; a group's
figures are renewed only when k of its people have changed; one person's answers are never shown to anybody else.
"""

from ratings.disclosure.agreement import NOT_CLEAR, ReleasedAgreement, release_agreement
from ratings.disclosure.cells import ReleasedCell, ReleasedSpread, release_spread
from ratings.disclosure.comments import release_comments
from ratings.disclosure.divisions import ReleasedPart
from ratings.disclosure.gaps import ReleasedGap, release_gaps
from ratings.disclosure.groups import NO_ORDER, ReleasedGroup, ReleasedGroups, release_groups
from ratings.disclosure.pace import StartingTime, release_starting_time
from ratings.disclosure.participation import (
    ReleasedCount,
    ReleasedParticipation,
    release_group_counts,
    release_participation,
    release_people,
)
from ratings.disclosure.ranking import ReleasedRanking, ReleasedRow, release_ranking
from ratings.disclosure.representation import Representation, representation
from ratings.disclosure.robustness import ReleasedRobustness, release_robustness
from ratings.disclosure.suppression import Bar
from ratings.disclosure.uncertainty import (
    ReleasedMissing,
    StabilityPoint,
    release_missing,
    release_rank_chances,
    release_stability,
)
from ratings.disclosure.voices import ReleasedVoices, Safeguard

__all__ = [
    "NOT_CLEAR",
    "NO_ORDER",
    "Bar",
    "ReleasedAgreement",
    "ReleasedCell",
    "ReleasedCount",
    "ReleasedGap",
    "ReleasedGroup",
    "ReleasedGroups",
    "ReleasedMissing",
    "ReleasedPart",
    "ReleasedParticipation",
    "ReleasedRanking",
    "ReleasedRobustness",
    "ReleasedRow",
    "ReleasedSpread",
    "ReleasedVoices",
    "Representation",
    "Safeguard",
    "StabilityPoint",
    "StartingTime",
    "release_agreement",
    "release_comments",
    "release_gaps",
    "release_group_counts",
    "release_groups",
    "release_missing",
    "release_participation",
    "release_people",
    "release_rank_chances",
    "release_ranking",
    "release_robustness",
    "release_spread",
    "release_stability",
    "release_starting_time",
    "representation",
]

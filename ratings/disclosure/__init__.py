"""The one gate through which figures about people leave the portal: pages, charts, exports and the API all pass it.

Rules (docs/adr/0014): no figure about fewer than k people; what is hidden cannot be found by subtraction; a group's
figures are renewed only when k of its people have changed; one person's answers are never shown to anybody else.
"""

from ratings.disclosure.cells import ReleasedCell, ReleasedSpread, release_spread
from ratings.disclosure.comments import release_comments
from ratings.disclosure.groups import ReleasedGroup, ReleasedGroups, release_groups
from ratings.disclosure.participation import ReleasedCount, release_group_counts, release_people
from ratings.disclosure.ranking import ReleasedRanking, ReleasedRow, release_ranking
from ratings.disclosure.robustness import ReleasedRobustness, release_robustness
from ratings.disclosure.suppression import Bar

__all__ = [
    "Bar",
    "ReleasedCell",
    "ReleasedCount",
    "ReleasedGroup",
    "ReleasedGroups",
    "ReleasedRanking",
    "ReleasedRobustness",
    "ReleasedRow",
    "ReleasedSpread",
    "release_comments",
    "release_group_counts",
    "release_groups",
    "release_people",
    "release_ranking",
    "release_robustness",
    "release_spread",
]

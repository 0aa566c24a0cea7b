"""Whose voice makes the order: other voices, the order without a group, and what each group's own best adds.

What is said of one group comes from the run at which its figures were last renewed, and only while its whole order may
be shown: the order without it, beside the official one, tells as much of each solution as its own order does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ratings.disclosure.groups import ReleasedGroup, ReleasedGroups
from ratings.disclosure.ranking import ReleasedRanking, ReleasedRow

OWN_BEST = 3  # how many of each group's best a safeguarded shortlist keeps

Ranks = Mapping[str, int | None]


@dataclass(frozen=True)
class Safeguard:
    """A solution outside the shortlist that stands among the best of some groups."""

    row: ReleasedRow
    groups: tuple[ReleasedGroup, ...]


@dataclass(frozen=True)
class ReleasedVoices:
    ranking: ReleasedRanking
    groups: ReleasedGroups

    @cached_property
    def policies(self) -> dict[str, dict[str, int]]:
        """Ranks under each voice policy, among the solutions that are shown. No scores: two policies' scores are two
        sums of the same groups, from which a hidden group, or a hidden cell of a shown one, could be worked out.
        """
        shown = {row.code for row in self.ranking.ranked}
        stored = self.ranking.run.details.get("policies", {})
        return {name: _among(shown, policy["ranks"]) for name, policy in stored.items()}

    @cached_property
    def safeguards(self) -> tuple[Safeguard, ...]:
        """What a shortlist would hold as well that kept each group's own best."""
        size = self.ranking.run.round.shortlist_size
        found = (Safeguard(row, self._best_of(row.code)) for row in self.ranking.ranked if (row.rank or 0) > size)
        return tuple(safeguard for safeguard in found if safeguard.groups)

    def _best_of(self, code: str) -> tuple[ReleasedGroup, ...]:
        return tuple(item for item in self.groups.ordered if (item.ranks[code] or OWN_BEST + 1) <= OWN_BEST)


def _among(codes: set[str], ranks: Ranks) -> dict[str, int]:
    """Without the gaps that would tell where the others stand."""
    kept = {code: rank for code, rank in ranks.items() if code in codes and rank is not None}
    return {code: 1 + sum(other < rank for other in kept.values()) for code, rank in kept.items()}

"""What everybody may read of a published round."""

from dataclasses import dataclass

from governance.models import Decision
from governance.selectors.board import WORTH_A_LOOK
from governance.selectors.decisions import recorded_decisions
from governance.selectors.people import participation_of
from ratings.disclosure import (
    ReleasedGroups,
    ReleasedParticipation,
    ReleasedRanking,
    ReleasedRow,
    release_groups,
    release_ranking,
)
from ratings.models import Round


@dataclass(frozen=True)
class Results:
    """`groups` and `participation` are None for a panel, and while too few people took part to show anything."""

    ranking: ReleasedRanking
    groups: ReleasedGroups | None
    participation: ReleasedParticipation | None
    decisions: tuple[Decision, ...]

    @property
    def rows(self) -> tuple[ReleasedRow, ...]:
        return self.ranking.ranked

    @property
    def moved_by_adjusting(self) -> tuple[ReleasedRow, ...]:
        return tuple(row for row in self.rows if row.moved_by_adjusting >= WORTH_A_LOOK)

    @property
    def group_ranks(self) -> list[tuple[ReleasedRow, list[int | None]]]:
        """Each solution with its rank in each group that has an order."""
        ordered = self.groups.ordered if self.groups else ()
        return [(row, [view.ranks.get(row.code) for view in ordered]) for row in self.rows]


def results_of(round_: Round) -> Results | None:
    """None unless the round is published with a run."""
    run = round_.current_run
    if round_.status != Round.Status.PUBLISHED or run is None:
        return None
    run.round = round_
    ranking = release_ranking(run)
    has_people = not (ranking.is_panel or ranking.withheld)
    return Results(
        ranking=ranking,
        groups=release_groups(run) if has_people else None,
        participation=participation_of(round_) if has_people else None,
        decisions=tuple(recorded_decisions().filter(run__round=round_)),
    )

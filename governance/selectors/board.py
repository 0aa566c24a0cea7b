"""What the boards read: one run's figures, or only who takes part while the ranking waits for the close."""

from dataclasses import dataclass

from governance.selectors.decisions import ranking_is_hidden
from mhin.accounts.models import User
from ratings.disclosure import ReleasedCount, ReleasedRanking, release_group_counts, release_ranking
from ratings.models import Round
from ratings.selectors import is_updating, people_by_group, visible_rounds


@dataclass(frozen=True)
class Board:
    """`ranking` is None for people, or at times, to whom only participation is shown."""

    round: Round
    participation: tuple[ReleasedCount, ...]
    ranking: ReleasedRanking | None
    is_hidden_until_close: bool
    is_updating: bool

    @property
    def mark(self) -> str:
        """Changes exactly when the page would."""
        run = self.round.current_run.number if self.round.current_run else 0
        return f"{run}-{int(self.is_updating)}"


def boards() -> list[Round]:
    return list(visible_rounds())


def board_of(*, round_: Round, user: User) -> Board:
    hidden = ranking_is_hidden(round_)
    may_rank = user.has_perm("ratings.view_ranking") or round_.status == Round.Status.PUBLISHED
    shown = may_rank and not hidden and round_.current_run is not None
    return Board(
        round=round_,
        participation=release_group_counts(people_by_group(round_), round_.smallest_group),
        ranking=release_ranking(round_.current_run) if shown and round_.current_run else None,
        is_hidden_until_close=hidden,
        is_updating=is_updating(round_),
    )

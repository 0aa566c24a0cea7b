"""What the boards read: one run's figures, or only who takes part while the ranking waits for the close."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from governance.selectors.decisions import ranking_is_hidden
from mhin.accounts.models import User
from ratings.disclosure import ReleasedRanking, ReleasedRow, release_ranking
from ratings.models import Round, ScoreRun
from ratings.selectors import visible_rounds

WORTH_A_LOOK = 3  # places between the official order and that of plain means


@dataclass(frozen=True)
class Board:
    """`ranking` is None for people, or at times, to whom only participation is shown. Read when first asked for."""

    round: Round
    run: ScoreRun | None
    may_rank: bool
    is_hidden_until_close: bool
    is_updating: bool

    @cached_property
    def ranking(self) -> ReleasedRanking | None:
        return release_ranking(self.run) if self.may_rank and self.run else None

    @property
    def is_current(self) -> bool:
        """Whether this is the newest run, or an older one looked at by its own address."""
        return self.run == self.round.current_run

    @property
    def mark(self) -> str:
        """Changes exactly when the page would."""
        newest = self.round.current_run.number if self.round.current_run else 0
        return f"{self.number}-{newest}-{int(self.is_updating)}"

    @property
    def number(self) -> int:
        return self.run.number if self.run else 0

    def is_news_to(self, mark: str) -> bool:
        """Whether a page with this mark shows another run; a run that only waits for answers is no news."""
        return bool(mark) and mark.partition("-")[0] != str(self.number)

    @property
    def is_shown(self) -> bool:
        return self.ranking is not None and not self.ranking.withheld

    def is_shown_after(self, number: int) -> bool:
        """Whether a page that shows this run could show a newer one. The numbers are compared first: they are known."""
        return self.number > number and self.is_shown

    @property
    def may_get_newer(self) -> bool:
        """A panel has agreed, and a published round keeps its run."""
        return self.round.kind == Round.Kind.SURVEY and self.round.status != Round.Status.PUBLISHED

    def rows(self, area: str = "") -> tuple[ReleasedRow, ...]:
        """Ranked solutions, of one area when one is named."""
        ranked = self.ranking.ranked if self.ranking else ()
        return tuple(row for row in ranked if not area or row.area == area)

    @property
    def areas(self) -> list[str]:
        return sorted({row.area for row in self.rows() if row.area})

    @property
    def moved_by_adjusting(self) -> tuple[ReleasedRow, ...]:
        return tuple(row for row in self.rows() if row.moved_by_adjusting >= WORTH_A_LOOK)


def boards() -> list[Round]:
    return list(visible_rounds())


def runs_of(round_: Round) -> QuerySet[ScoreRun]:
    """The newest first, for a list of them: without their arrays."""
    return round_.runs.only("round_id", "number", "people", "finished_at")


def board_of(*, round_: Round, user: User, number: int | None = None) -> Board:
    """The board of the current run, or of an older one. Raises ScoreRun.DoesNotExist."""
    run = round_.current_run if number is None else round_.runs.get(number=number)
    if run is not None:
        run.round = round_
    may_rank = user.has_perm("ratings.view_ranking") or round_.status == Round.Status.PUBLISHED
    is_hidden = ranking_is_hidden(round_)
    return Board(
        round=round_,
        run=run,
        may_rank=may_rank and not is_hidden,
        is_hidden_until_close=is_hidden,
        is_updating=round_.is_updating,  # type: ignore[attr-defined]
    )

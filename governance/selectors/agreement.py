"""Who disagrees, about what, and what a meeting should talk about."""

from dataclasses import dataclass
from functools import cached_property

from governance.selectors.board import Board
from ratings.disclosure import (
    NOT_CLEAR,
    ReleasedAgreement,
    ReleasedGroup,
    ReleasedGroups,
    ReleasedRow,
    release_agreement,
    release_groups,
)
from ratings.models import Objective

GROUPS_DIFFER, PEOPLE_DIFFER = "groups differ", "people differ within groups"
# As the board lists them: the run's word, what it means.
QUADRANTS = (
    ("agreed high", "Agreed high", "Neither groups nor people of one group stand far apart; the score is 50 or more."),
    ("agreed low", "Agreed low", "Neither groups nor people of one group stand far apart; the score is below 50."),
    (GROUPS_DIFFER, "Groups differ", "Two groups stand 25 points or more apart, and that is not chance."),
    (PEOPLE_DIFFER, "People differ within groups", "People of the same groups see it quite differently."),
    (
        NOT_CLEAR,
        "No clear disagreement",
        "Two groups stand 25 points or more apart, but that may be chance; or too few people may be shown to tell.",
    ),
)
# Kendall's W in words (Schmidt 1997): below the number.
CONCORDANCE = ((0.2, "very weak"), (0.4, "weak"), (0.6, "moderate"), (0.8, "strong"), (2.0, "very strong"))


@dataclass(frozen=True)
class Quadrant:
    title: str
    meaning: str
    rows: tuple[ReleasedRow, ...]
    untold: int  # how many of them could not be told, because too few people may be shown


@dataclass(frozen=True)
class AgendaItem:
    """A solution that talking could move onto the shortlist or off it."""

    row: ReleasedRow
    quadrant: str
    objectives: tuple[Objective, ...]  # on which people disagree
    highest: ReleasedGroup | None
    lowest: ReleasedGroup | None

    @property
    def highest_score(self) -> float | None:
        return self.highest.scores[self.row.code] if self.highest else None

    @property
    def lowest_score(self) -> float | None:
        return self.lowest.scores[self.row.code] if self.lowest else None


@dataclass(frozen=True)
class Agreement:
    board: Board
    found: ReleasedAgreement
    groups: ReleasedGroups

    @property
    def quadrants(self) -> tuple[Quadrant, ...]:
        return tuple(self._quadrant(*words) for words in QUADRANTS)

    def _quadrant(self, word: str, title: str, meaning: str) -> Quadrant:
        rows = tuple(row for row in self.board.rows() if self.found.quadrants[row.code] == word)
        return Quadrant(title, meaning, rows, sum(row.code in self.found.untold for row in rows))

    @property
    def concordance(self) -> str:
        w = self.found.kendall_w or 0.0
        return next(words for below, words in CONCORDANCE if w < below) + " agreement on the order"

    @property
    def heat(self) -> list[tuple[ReleasedRow, list[float | None]]]:
        """Each solution with the score that each shown group gives it."""
        return [(row, [view.scores.get(row.code) for view in self.groups.shown]) for row in self.board.rows()]

    @cached_property
    def near(self) -> tuple[ReleasedRow, ...]:
        """Solutions whose plausible range reaches across the edge of the shortlist, nearest to even odds first."""
        size = self.board.round.shortlist_size
        rows = [row for row in self.board.rows() if row.rank_low and row.rank_high]
        crossing = [row for row in rows if row.rank_low <= size < row.rank_high]  # type: ignore[operator]
        return tuple(sorted(crossing, key=lambda row: abs((row.top_chance or 0.0) - 0.5)))

    @cached_property
    def agenda(self) -> tuple[AgendaItem, ...]:
        """Of those the ones on which people or groups differ, most worth talking about first."""
        return tuple(
            self._item(row) for row in self.near if self.found.quadrants[row.code] in (GROUPS_DIFFER, PEOPLE_DIFFER)
        )

    @property
    def near_and_agreed(self) -> int:
        return len(self.near) - len(self.agenda) - self.near_not_clear

    @property
    def near_not_clear(self) -> int:
        return sum(self.found.quadrants[row.code] == NOT_CLEAR for row in self.near)

    @property
    def near_untold(self) -> int:
        return sum(row.code in self.found.untold for row in self.near)

    def _item(self, row: ReleasedRow) -> AgendaItem:
        views = sorted(
            (view for view in self.groups.shown if view.scores.get(row.code) is not None),
            key=lambda view: view.scores[row.code] or 0.0,
        )
        return AgendaItem(
            row=row,
            quadrant=self.found.quadrants[row.code],
            objectives=self.found.disputed[row.code],
            highest=views[-1] if len(views) > 1 else None,
            lowest=views[0] if len(views) > 1 else None,
        )


def agreement_of(board: Board) -> Agreement | None:
    """None while there is no ranking to show, and for a panel, whose people agreed their values aloud."""
    if not (board.is_shown and board.ranking and board.run):
        return None
    found = release_agreement(board.ranking)
    return Agreement(board, found, release_groups(board.run)) if found else None

"""One solution in one run: its place, what people and groups said of it, and what was decided."""

from dataclasses import dataclass
from typing import Any

from governance.models import Decision
from governance.selectors.board import Board
from governance.selectors.decisions import recorded_decisions
from ratings.disclosure import (
    ReleasedGroup,
    ReleasedGroups,
    ReleasedRow,
    ReleasedSpread,
    release_comments,
    release_groups,
    release_rank_chances,
    release_robustness,
    release_spread,
)
from ratings.models import Objective
from ratings.selectors import with_evidence


@dataclass(frozen=True)
class Swap:
    """The weight of an objective at which the solution and its neighbour change places."""

    objective: Objective
    other: ReleasedRow
    is_above: bool  # whether the neighbour stands above
    now: float
    weight: float


@dataclass(frozen=True)
class SolutionBoard:
    row: ReleasedRow
    chances: tuple[float, ...]
    spreads: tuple[ReleasedSpread, ...]
    groups: ReleasedGroups | None
    first_weights: dict[str, float] | None  # by objective; None where no weights put it first, or they are not shown
    first_share: float | None
    swaps: tuple[Swap, ...]
    comments: tuple[str, ...]
    decisions: tuple[Decision, ...]

    @property
    def silent(self) -> tuple[Objective, ...]:
        """Objectives on which too few people rated it to show how the answers are spread."""
        shown = {spread.objective for spread in self.spreads}
        return tuple(cell.objective for cell in self.row.cells if cell.objective not in shown)

    @property
    def views(self) -> tuple[tuple[ReleasedGroup, float, int | None, list[float | None]], ...]:
        """Each shown group's score, rank and values, in the order of the objectives."""
        code, objectives = self.row.code, [cell.objective.code for cell in self.row.cells]
        return tuple(
            (view, score, view.ranks.get(code), [view.values[code][objective] for objective in objectives])
            for view in (self.groups.shown if self.groups else ())
            if (score := view.scores.get(code)) is not None
        )

    @property
    def some_have_no_order(self) -> bool:
        return any(not view.has_order for view, *_ in self.views)


def solution_of(board: Board, code: str) -> SolutionBoard | None:
    """None when there is no such solution, or no figure of it that may be shown."""
    row = board.ranking.row(code) if board.is_shown and board.ranking else None
    if row is None:
        return None
    ranking = board.ranking
    assert ranking is not None  # noqa: S101 -- for the type checker: there is a row
    released = release_robustness(ranking)
    robust = released.data if released else None
    with_evidence(row.item)
    return SolutionBoard(
        row=row,
        chances=release_rank_chances(ranking, row.item) if row.rank else (),
        spreads=() if ranking.is_panel else release_spread(ranking.run, row.item),
        groups=None if ranking.is_panel else release_groups(ranking.run),
        first_weights=robust["acceptability"]["any"]["central_weights"].get(code) if robust else None,
        first_share=_first_share(robust, code),
        swaps=_swaps(board, code, robust),
        comments=release_comments(round_=board.round, round_solution=row.item),
        decisions=tuple(recorded_decisions().filter(round_solution=row.item)),
    )


def _first_share(robust: dict[str, Any] | None, code: str) -> float | None:
    ranks = robust["acceptability"]["any"]["ranks"].get(code) if robust else None
    return ranks[0] if ranks else None


def _swaps(board: Board, code: str, robust: dict[str, Any] | None) -> tuple[Swap, ...]:
    """Nearest first: the smallest change of one objective's weight that lets a neighbour pass."""
    if robust is None or board.ranking is None:
        return ()
    rows = {row.code: row for row in board.rows()}
    found = [
        Swap(
            objective=objective,
            other=rows[pair["above"] if pair["below"] == code else pair["below"]],
            is_above=pair["below"] == code,
            now=swaps["now"],
            weight=pair["weight"],
        )
        for objective in board.ranking.objectives
        if (swaps := robust["swaps"].get(objective.code))
        for pair in swaps["neighbours"]
        if code in (pair["above"], pair["below"])
    ]
    return tuple(sorted(found, key=lambda swap: abs(swap.weight - swap.now)))

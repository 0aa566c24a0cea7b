"""What would change the order: other weights, other voices, other methods, one group less."""

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from governance.selectors.board import Board
from mhin.common.templatetags.ui import percent
from ratings.disclosure import (
    ReleasedMissing,
    ReleasedRanking,
    ReleasedRow,
    ReleasedVoices,
    release_groups,
    release_missing,
    release_robustness,
)
from ratings.models import Objective


@dataclass(frozen=True)
class WhatIf:
    """The order under weights that somebody tries out, from the values the run stored."""

    weights: dict[str, float]
    rows: tuple[tuple[ReleasedRow, float, int], ...]  # row, score, rank

    @property
    def moved(self) -> int:
        return sum(row.rank != rank for row, _, rank in self.rows)


@dataclass(frozen=True)
class OtherMethod:
    """Another method's order beside the official one; what it takes onto the shortlist, and off it."""

    name: str
    tau: float
    coming: tuple[ReleasedRow, ...]
    going: tuple[ReleasedRow, ...]


@dataclass(frozen=True)
class Likelihood:
    """How often a solution comes first and onto the shortlist under drawn weights, each with its standard error."""

    first: float
    first_error: float
    top: float
    top_error: float


@dataclass(frozen=True)
class UnderWeights:
    """A solution under any weights, under weights in the official order, and under people's own (None: not shown)."""

    row: ReleasedRow
    any: Likelihood
    ordered: Likelihood
    own: float | str | None

    @property
    def own_words(self) -> str:
        return self.own if isinstance(self.own, str) else percent(self.own)


@dataclass(frozen=True)
class Changes:
    """`robustness` is None while a solution is hidden, `voices` and `missing` None for a conference."""

    board: Board
    robustness: dict[str, Any] | None
    voices: ReleasedVoices | None
    missing: ReleasedMissing | None = None
    own_weights: dict[str, float | str] = field(default_factory=dict)

    @cached_property
    def titles(self) -> dict[str, str]:
        return {row.code: row.title for row in self.board.rows()}

    @property
    def objectives(self) -> tuple[Objective, ...]:
        return self.board.ranking.objectives if self.board.ranking else ()

    @property
    def acceptability(self) -> list[tuple[ReleasedRow, list[float], dict[str, float] | None, float | None]]:
        """Each solution with its chance of each rank under any weights, the mean of those under which it is first, and
        how often it is first when the weights are just that mean.
        """
        if self.robustness is None:
            return []
        found = self.robustness["acceptability"]["any"]
        return [
            (
                row,
                found["ranks"][row.code],
                found["central_weights"][row.code],
                found.get("confidence", {}).get(row.code),
            )
            for row in self.board.rows()
            if row.code in found["ranks"]
        ]

    @cached_property
    def under_weights(self) -> list[UnderWeights]:
        found = self.robustness["acceptability"] if self.robustness else {}
        if any("top_error" not in found.get(name, ()) for name in ("any", "ordered")):
            return []
        return [
            UnderWeights(
                row=row,
                any=_likelihood(found["any"], row.code),
                ordered=_likelihood(found["ordered"], row.code),
                own=self.own_weights.get(row.code),
            )
            for row in self.board.rows()
            if row.code in found["any"]["top"]
        ]

    @property
    def other_methods(self) -> list[OtherMethod]:
        return [self._beside(check) for check in self.robustness["cross_checks"]] if self.robustness else []

    def _beside(self, check: dict[str, Any]) -> OtherMethod:
        k = self.robustness["k"] if self.robustness else 0
        rows = [(row, check["ranks"].get(row.code)) for row in self.board.rows()]
        both = [(row, row.rank, rank) for row, rank in rows if row.rank and rank]
        return OtherMethod(
            name=check["method"],
            tau=check["tau"],
            coming=tuple(row for row, official, rank in both if rank <= k < official),
            going=tuple(row for row, official, rank in both if official <= k < rank),
        )

    @property
    def outside(self) -> list[ReleasedRow]:
        """The solutions that are not on the shortlist: each is in exactly one of the three lists below."""
        k = self.robustness["k"] if self.robustness else 0
        return [row for row in self.board.rows() if k and row.rank and row.rank > k]

    @property
    def into_top(self) -> list[tuple[ReleasedRow, dict[str, Any]]]:
        """Those that some weights bring in, nearest first."""
        found = self.robustness["into_top"] if self.robustness else {}
        rows = [(row, found[row.code]) for row in self.outside if found.get(row.code)]
        return sorted(rows, key=lambda item: item[1]["distance"])

    @property
    def never_in_top(self) -> list[ReleasedRow]:
        return [row for row in self._not_brought_in if row.code in self._settled]

    @property
    def not_looked_at(self) -> list[ReleasedRow]:
        """While a round with a long list is open, the ones farthest from the shortlist are not looked at."""
        return [row for row in self._not_brought_in if row.code not in self._settled]

    @property
    def _not_brought_in(self) -> list[ReleasedRow]:
        found = {row.code for row, _ in self.into_top}
        return [row for row in self.outside if row.code not in found]

    @property
    def _settled(self) -> set[str]:
        robust = self.robustness or {}
        return {*robust.get("never_in_top", ()), *robust.get("into_top_asked", ())}


def changes_of(board: Board) -> Changes:
    released = release_robustness(board.ranking) if board.ranking else None
    is_panel = board.ranking is not None and board.ranking.is_panel
    return Changes(
        board=board,
        robustness=released.data if released else None,
        voices=_voices(board.ranking),
        missing=release_missing(board.ranking) if board.ranking and not is_panel else None,
        own_weights=released.own_weights if released else {},
    )


def _voices(ranking: ReleasedRanking | None) -> ReleasedVoices | None:
    if ranking is None or ranking.withheld or ranking.is_panel:
        return None
    return ReleasedVoices(ranking, release_groups(ranking.run))


def _likelihood(found: dict[str, Any], code: str) -> Likelihood:
    first = found["ranks"][code][0]
    return Likelihood(
        first=first,
        first_error=0.0 if found["exact"] else math.sqrt(max(first * (1 - first), 0.0) / found["draws"]),
        top=found["top"][code],
        top_error=found["top_error"][code],
    )


def try_weights(board: Board, weights: dict[str, float]) -> WhatIf:
    """Weights of any sum, by objective code. Only the released values are used."""
    total = sum(weights.values())
    scored = [
        (row, sum((cell.value or 0.0) * weights[cell.objective.code] / total for cell in row.cells))
        for row in board.rows()
    ]
    ranked = sorted(scored, key=lambda item: (-round(item[1], 9), item[0].code))
    rows = tuple((row, score, 1 + sum(other > score + 1e-9 for _, other in scored)) for row, score in ranked)
    return WhatIf(weights={code: weight / total for code, weight in weights.items()}, rows=rows)

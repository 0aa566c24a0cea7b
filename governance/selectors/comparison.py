"""Two runs side by side: what moved, and by how much."""

from dataclasses import dataclass

from governance.selectors.board import Board
from ratings.disclosure import ReleasedRow


@dataclass(frozen=True)
class Move:
    """One solution in both runs; None where a run does not rank it."""

    before: ReleasedRow | None
    after: ReleasedRow | None

    @property
    def code(self) -> str:
        return next(row.code for row in (self.after, self.before) if row)

    @property
    def title(self) -> str:
        return next(row.title for row in (self.after, self.before) if row)

    @property
    def places(self) -> int | None:
        """Places gained (above 0) or lost."""
        if not (self.before and self.after and self.before.rank and self.after.rank):
            return None
        return self.before.rank - self.after.rank

    @property
    def is_within_range(self) -> bool | None:
        """Whether each place lies in the plausible range of the other run; None where a run has no ranges."""
        if not (self.before and self.after):
            return None
        inside = [_holds(self.before, self.after.rank), _holds(self.after, self.before.rank)]
        return None if None in inside else all(inside)

    @property
    def points(self) -> float | None:
        if not (self.before and self.after) or self.before.score is None or self.after.score is None:
            return None
        return self.after.score - self.before.score


def _holds(row: ReleasedRow, rank: int | None) -> bool | None:
    return row.rank_low <= rank <= row.rank_high if rank and row.rank_low and row.rank_high else None


@dataclass(frozen=True)
class Comparison:
    """What was before and what came after; no moves where one of the two has no ranking that can be shown."""

    before: Board
    after: Board
    moves: tuple[Move, ...] = ()

    @property
    def is_same_list(self) -> bool:
        """Whether places can be held against each other: 6th of 9 and 20th of 22 cannot."""
        return all(move.before and move.after for move in self.moves)


def compare(before: Board, after: Board) -> Comparison:
    """Matched by solution, so that rounds with other codes for the same solutions compare, too."""
    if not (before.is_shown and after.is_shown):
        return Comparison(before, after)
    earlier = {_key(row): row for row in before.rows()}
    later = {_key(row): row for row in after.rows()}
    keys = [*later, *(key for key in earlier if key not in later)]
    return Comparison(before, after, tuple(Move(earlier.get(key), later.get(key)) for key in keys))


def _key(row: ReleasedRow) -> str:
    return row.solution_code or row.code

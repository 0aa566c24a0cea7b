"""Two runs side by side: what moved, and by how much."""

from dataclasses import dataclass

from governance.selectors.board import Board
from ratings.disclosure import ReleasedRow


@dataclass(frozen=True)
class Move:
    """One solution in both runs; None where a run does not rank it."""

    title: str
    code: str
    before: ReleasedRow | None
    after: ReleasedRow | None

    @property
    def places(self) -> int | None:
        """Places gained (above 0) or lost."""
        if not (self.before and self.after and self.before.rank and self.after.rank):
            return None
        return self.before.rank - self.after.rank

    @property
    def points(self) -> float | None:
        if not (self.before and self.after) or self.before.score is None or self.after.score is None:
            return None
        return self.after.score - self.before.score


def compare(before: Board, after: Board) -> list[Move]:
    """Matched by solution, so that rounds with other codes for the same solutions compare, too."""
    earlier = {_key(row): row for row in before.rows()}
    later = {_key(row): row for row in after.rows()}
    keys = [*later, *(key for key in earlier if key not in later)]
    return [
        Move(
            title=(later.get(key) or earlier[key]).title,
            code=(later.get(key) or earlier[key]).code,
            before=earlier.get(key),
            after=later.get(key),
        )
        for key in keys
    ]


def _key(row: ReleasedRow) -> str:
    return row.solution_code or row.code

"""Whether figures that are sums over people can be put together so that only few people remain."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

from tests.governance.figures import Figure

Vector = NDArray[np.float64]
CLOSE = 1e-6  # beside figures of up to 100 that are not rounded
ENOUGH = 8  # steps


@dataclass(frozen=True)
class Unit:
    """Some people of one group who change their answer together. `people` is of how many a figure about them is."""

    name: str
    group: str
    movers: int
    people: int


@dataclass(frozen=True)
class Response:
    """How a figure moves when one unit after the other changes its answer, a column each.

    `is_sum` when several of them together move it by as much as one by one, within the figure's own rounding.
    `with_many` when it also moves with nobody but large units, all at once.
    """

    moves: Vector
    step: float
    is_sum: bool
    with_many: bool

    def is_about_few(self, units: Sequence[Unit], smallest: int) -> bool:
        """Whether it moves only with units that are fewer than `smallest` people together."""
        movers = sum(unit.people for unit, move in zip(units, self.moves, strict=True) if abs(move) > CLOSE)
        return movers < smallest and not self.with_many

    @property
    def is_exact(self) -> bool:
        """Not rounded, so that it is certain whether it is a sum."""
        return self.step < CLOSE

    def has(self, form: Vector) -> bool:
        """Whether it is a multiple of the form: exactly, or within its rounding if that leaves enough to tell by."""
        enough = np.abs(self.moves).max() >= ENOUGH * self.step
        return self.is_sum and (self._fits(form, CLOSE) or (bool(enough) and self._fits(form, self.step)))

    def _fits(self, form: Vector, slack: float) -> bool:
        if not form.any() or (np.abs(self.moves[form == 0]) > slack).any():
            return False
        moves, form = self.moves[form != 0], form[form != 0]
        ends = np.sort(np.stack([(moves - slack) / form, (moves + slack) / form]), axis=0)
        return bool(ends[0].max() <= ends[1].min())


def response(before: Figure, after: Sequence[Figure], together: Sequence[tuple[Figure, Sequence[int]]]) -> Response:
    """`after` has the figure a column; `together` after the changes of several at once, last those of many people."""
    step = max(figure.step for figure in [before, *after, *(figure for figure, _ in together)])
    moves = np.array([figure.value - before.value for figure in after])
    is_sum = all(
        abs(figure.value - before.value - moves[list(columns)].sum()) <= max(CLOSE, step * len(columns))
        for figure, columns in together
    )
    return Response(moves, step, is_sum, with_many=together[-1][0].value != before.value)


def forms(units: Sequence[Unit], answered: Mapping[str, int]) -> dict[str, Vector]:
    """The sums there may be, a column a unit, but for a factor; `answered` is how many people of each group did."""
    people = np.array([unit.movers for unit in units], dtype=float)
    mean = people / [answered[unit.group] for unit in units]
    of_group = {group: np.array([unit.group == group for unit in units]) for group in answered}
    return {
        "all groups the same": mean,
        "all people the same": people,
        **{f"the {group} alone": mean * there for group, there in of_group.items()},
        **{f"all groups without the {group}": mean * ~there for group, there in of_group.items()},
        **{f"all people without the {group}": people * ~there for group, there in of_group.items()},
    }


def few(units: Iterable[Unit], smallest: int) -> Iterator[tuple[Unit, ...]]:
    """Every set of units that are fewer than `smallest` people together."""
    some = list(units)
    sets = chain.from_iterable(combinations(some, size) for size in range(1, len(some) + 1))
    return (each for each in sets if sum(unit.people for unit in each) < smallest)


def tells_of(found: Sequence[Vector], inside: NDArray[np.bool_]) -> bool:
    """Whether some combination of these sums is about the columns `inside` and no others."""
    table = np.array(found)
    table = table / np.abs(table).max(axis=1, keepdims=True)
    return bool(np.linalg.matrix_rank(table[:, ~inside]) < np.linalg.matrix_rank(table))

"""A person's answers packed as bytes: one byte a solution x objective, solution by solution, 255 for no value."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

MISSING = 255


@dataclass(frozen=True)
class Layout:
    """Where each answer of a round stands in a sheet. Fixed once the round has opened."""

    round_solution_ids: tuple[int, ...]
    objective_ids: tuple[int, ...]

    @cached_property
    def _row(self) -> dict[int, int]:
        return {pk: index for index, pk in enumerate(self.round_solution_ids)}

    @cached_property
    def _column(self) -> dict[int, int]:
        return {pk: index for index, pk in enumerate(self.objective_ids)}

    def pack_ratings(self, values: Iterable[tuple[int, int, int | None]]) -> bytes:
        """Pack (round solution id, objective id, value or None) rows."""
        sheet = bytearray([MISSING]) * (len(self.round_solution_ids) * len(self.objective_ids))
        for round_solution_id, objective_id, value in values:
            if value is not None:
                sheet[self._row[round_solution_id] * len(self.objective_ids) + self._column[objective_id]] = value
        return bytes(sheet)

    def pack_swings(self, points: Iterable[tuple[int, int]]) -> bytes:
        """Pack (objective id, points) rows."""
        sheet = bytearray([MISSING]) * len(self.objective_ids)
        for objective_id, value in points:
            sheet[self._column[objective_id]] = value
        return bytes(sheet)

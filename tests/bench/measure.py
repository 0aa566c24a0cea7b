"""Medians from one run, peers measured in turn with ours, and one table of all."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table; seconds. A peer is to be beaten, a floor is to be approached."""

    work: str
    ours: float
    peer: str = ""
    peer_seconds: float | None = None
    times_faster: float | None = None
    floor: str = ""
    floor_seconds: float | None = None
    times_floor: float | None = None
    limit: float | None = None
    note: str = ""
    reason: str = ""

    @property
    def missed(self) -> bool:
        """Whether a figure falls short of what is wanted."""
        slow = self.times_faster and self.peer_seconds and self.peer_seconds / self.ours < self.times_faster
        far = self.times_floor and self.floor_seconds and self.ours / self.floor_seconds > self.times_floor
        late = self.limit and self.ours > self.limit
        return bool(slow or far or late)

    def cells(self) -> tuple[str, ...]:
        """Return the columns of the table."""
        peer, floor = self.peer_seconds, self.floor_seconds
        wanted = self.times_faster or self.times_floor or self.limit
        verdict = f"missed: {self.reason}" if self.missed else "met" if wanted else "told"
        return (
            self.work,
            milliseconds(self.ours),
            f"{self.peer} {milliseconds(peer)}" if peer else "",
            f"{peer / self.ours:.1f}x (>= {self.times_faster:g}x)" if peer else "",
            f"{self.floor} {milliseconds(floor)}" if floor else "",
            f"{self.ours / floor:.1f}x (<= {self.times_floor:g}x)" if floor else "",
            f"{verdict}; {self.note}" if self.note else verdict,
        )


HEAD = ("work", "ours, ms", "peer, ms", "faster (wanted)", "floor, ms", "of floor (wanted)", "verdict")


def medians(*functions: Callable[[], object], repeats: int, at_least: float = 0.0) -> list[float]:
    """Median seconds of each function, run in turn so that all meet the same disturbances.

    With `at_least`, each turn of a function repeats it for about that many seconds, as timeit does.
    """
    calls = [_calls_within(at_least, function) for function in functions]
    times: list[list[float]] = [[] for _ in functions]
    for _ in range(repeats):
        for function, count, own in zip(functions, calls, times, strict=True):
            start = time.perf_counter()
            for _ in range(count):
                function()
            own.append((time.perf_counter() - start) / count)
    return [statistics.median(own) for own in times]


def _calls_within(seconds: float, function: Callable[[], object]) -> int:
    function()  # a first call pays for imports and caches
    if not seconds:
        return 1
    start = time.perf_counter()
    function()
    return max(1, round(seconds / (time.perf_counter() - start)))


def milliseconds(seconds: float) -> str:
    """Three figures are enough."""
    value = 1000 * seconds
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def as_table(rows: list[Row]) -> str:
    """Align all columns."""
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    padded = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    padded.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(padded)

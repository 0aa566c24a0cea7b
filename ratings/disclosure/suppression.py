"""What to hide so that nothing about fewer than k people is shown or can be worked out. No database, no Django."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Bar:
    """How many people answered from `low` to `high`."""

    low: int
    high: int
    people: int


def hidden_parts(counts: Mapping[str, int], smallest: int, *, also: Iterable[str] = frozenset()) -> frozenset[str]:
    """The parts of a total to hide: those of 1 to k-1 people and those named in `also`, then the next smallest ones
    until at least two parts and k people are hidden together, so that taking the shown ones from the total leaves no
    single part and no few people.
    """
    hidden = {name for name, people in counts.items() if 0 < people < smallest}
    hidden |= {name for name in also if counts.get(name)}
    for name in sorted(counts, key=lambda name: counts[name]):
        if not hidden or (len(hidden) >= 2 and sum(counts[other] for other in hidden) >= smallest):
            break
        if counts[name]:
            hidden.add(name)
    return frozenset(hidden)


def hidden_in_steps(steps: Sequence[Counts], smallest: int) -> list[frozenset[str] | None]:
    """What to hide of counts that fall from step to step, such as joined, started, finished: at each step the names of
    the parts, or None for the whole step with its total. Neither a count nor the number of those who stopped between
    two shown steps is then of 1 to k-1 people, be it by subtraction from a total.
    Of few people who joined no step is shown.
    """
    hidden: list[frozenset[str] | None] = []
    shown: Counts = {}
    hide: frozenset[str] = frozenset()
    for step in steps:
        stopped = {name: abs(shown[name] - people) for name, people in step.items()} if shown else {}
        too_few = any(0 < sum(counts.values()) < smallest for counts in (step, stopped))
        if too_few or (hidden and not shown):
            hidden.append(None)
            continue
        hide = _hidden_in_both(step, stopped, smallest, hide)
        hidden.append(hide)
        shown = step
    return hidden


def _hidden_in_both(step: Counts, stopped: Counts, smallest: int, hide: frozenset[str]) -> frozenset[str]:
    while True:
        more = hide | hidden_parts(step, smallest, also=hide) | hidden_parts(stopped, smallest, also=hide)
        if more == hide:
            return hide
        hide = more


def merged_bars(counts: Sequence[int], smallest: int) -> tuple[Bar, ...]:
    """The distribution of answers 1, 2, ... with neighbouring bars merged until each holds nobody or k people or more.

    Nothing at all when fewer than k people answered.
    """
    if sum(counts) < smallest:
        return ()
    bars = [Bar(value, value, people) for value, people in enumerate(counts, start=1)]
    while small := [place for place, bar in enumerate(bars) if 0 < bar.people < smallest]:
        place = small[0]
        other = _smaller_neighbour(bars, place)
        first, second = sorted((place, other))
        merged = Bar(bars[first].low, bars[second].high, bars[first].people + bars[second].people)
        bars[first : second + 1] = [merged]
    return tuple(bars)


def in_fives(people: int) -> int:
    """Rounded to the nearest five."""
    return 5 * ((people + 2) // 5)


def _smaller_neighbour(bars: list[Bar], place: int) -> int:
    neighbours = [n for n in (place - 1, place + 1) if 0 <= n < len(bars)]
    return min(neighbours, key=lambda n: bars[n].people)

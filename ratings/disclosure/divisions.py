"""One way to divide the people of a round: by group, by region, by way of taking part. No database, no Django.

Several divisions of the same people are shown side by side. They share their totals, so a step whose total is hidden in
one of them is hidden in all. They are never crossed.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ratings.disclosure.suppression import hidden_in_steps

STEPS = ("joined", "started", "finished")
INVITED = "invited"
Row = Mapping[str, Any]
Hidden = dict[str, frozenset[Any] | None]  # step to the keys to hide; None hides the whole step with its total


@dataclass(frozen=True)
class ReleasedPart:
    """One group, one region, one way of taking part, or everybody, in fives; None where a number is hidden.

    `target` is the number hoped for, `invited` counts addresses; neither says anything about who came.
    """

    name: str
    joined: int | None
    started: int | None
    finished: int | None
    invited: int | None = None
    target: int | None = None

    @property
    def share_of_target(self) -> float | None:
        return self.joined / self.target if self.joined is not None and self.target else None


@dataclass(frozen=True)
class Part:
    key: Hashable
    name: str
    target: int | None = None


@dataclass(frozen=True)
class Division:
    """Every person and every address counted is in exactly one part."""

    parts: tuple[Part, ...]
    steps: Mapping[str, Mapping[Any, int]]  # step to key to people

    def hidden(self, smallest: int) -> Hidden:
        found: Hidden = dict(zip(STEPS, hidden_in_steps([self.steps[step] for step in STEPS], smallest), strict=True))
        if INVITED in self.steps:
            found[INVITED] = hidden_in_steps([self.steps["joined"], self.steps[INVITED]], smallest)[1]
        return found

    def released(self, hidden: Hidden) -> tuple[ReleasedPart, ...]:
        return tuple(
            ReleasedPart(part.name, target=part.target, **{step: self._count(step, part, hidden) for step in hidden})
            for part in self.parts
        )

    def _count(self, step: str, part: Part, hidden: Hidden) -> int | None:
        keys = hidden[step]
        return None if keys is None or part.key in keys else in_fives(self.steps[step][part.key])

    def everybody(self, hidden: Hidden) -> ReleasedPart:
        totals = {step: None if keys is None else self._total(step) for step, keys in hidden.items()}
        targets = [part.target for part in self.parts]
        known = [target for target in targets if target is not None]
        target = sum(known) if known and len(known) == len(targets) else None
        return ReleasedPart("Everybody", target=target, **totals)

    def _total(self, step: str) -> int:
        return in_fives(sum(self.steps[step].values()))


def divide(parts: Sequence[Part], key: str, *, people: Iterable[Row], invited: Iterable[Row] | None = None) -> Division:
    """From rows that say under `key` which part they count for."""
    people = list(people)
    steps = {step: _sums(parts, ((row[key], row[step]) for row in people)) for step in STEPS}
    if invited is not None:
        steps[INVITED] = _sums(parts, ((row[key], row[INVITED]) for row in invited))
    return Division(tuple(parts), steps)


def _sums(parts: Sequence[Part], counts: Iterable[tuple[Any, int]]) -> dict[Any, int]:
    sums: dict[Any, int] = {part.key: 0 for part in parts}
    for key, number in counts:
        sums[key] += number
    return sums


def in_fives(people: int) -> int:
    """To the nearest five.

    Whoever watches the numbers cannot tell which part the next person belongs to, nor how few have joined but are not
    among the people of a run.
    """
    return (people + 2) // 5 * 5


def hide_alike(hidden: Iterable[Hidden]) -> list[Hidden]:
    """A step that one division hides whole is hidden whole in each: else another one's parts would add up to it."""
    hidden = list(hidden)
    whole = {step for each in hidden for step, keys in each.items() if keys is None}
    return [{step: None if step in whole else keys for step, keys in each.items()} for each in hidden]

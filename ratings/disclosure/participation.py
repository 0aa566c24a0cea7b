"""How many people take part, never who."""

from dataclasses import dataclass

from ratings.disclosure.suppression import hidden_parts
from ratings.models import Round


@dataclass(frozen=True)
class ReleasedCount:
    name: str
    people: int | None


def release_group_counts(counts: dict[str, int], smallest: int) -> tuple[ReleasedCount, ...]:
    """Counts by group, or by any other division of all people; None where the count is hidden."""
    hidden = hidden_parts(counts, smallest)
    return tuple(ReleasedCount(name, None if name in hidden else people) for name, people in counts.items())


def release_people(*, round_: Round, people: int) -> int | None:
    """How many people take part, or None when they are fewer than k."""
    return people if people >= round_.smallest_group else None

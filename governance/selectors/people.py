"""Who took part in a round, in numbers that the disclosure gate released."""

from dataclasses import dataclass

from ratings.disclosure import ReleasedCount, release_group_counts, release_people
from ratings.models import Round
from ratings.selectors import people_by_group


@dataclass(frozen=True)
class Participation:
    people: int | None
    groups: tuple[ReleasedCount, ...]


def participation_of(round_: Round) -> Participation:
    counts = people_by_group(round_)
    return Participation(
        people=release_people(round_=round_, people=sum(counts.values())),
        groups=release_group_counts(counts, round_.smallest_group),
    )

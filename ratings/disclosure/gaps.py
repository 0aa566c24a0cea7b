"""Who could not judge what, in numbers of k people or more."""

from dataclasses import dataclass

from django.db.models import Count

from ratings.disclosure.ranking import ReleasedRanking
from ratings.models import Rating

STEP = 5  # numbers go up in steps, so that one more answer seldom shows


@dataclass(frozen=True)
class ReleasedGap:
    """How many people at least could not judge each objective of a solution; None where they are few or nobody."""

    code: str
    title: str
    at_least: tuple[int | None, ...]  # in the order of the ranking's objectives


def release_gaps(ranking: ReleasedRanking) -> tuple[ReleasedGap, ...]:
    """Solutions with a cell that k people or more could not judge, in the order of the ranking."""
    if ranking.withheld or ranking.is_panel:
        return ()
    counts = _counts(ranking)
    gaps = (
        ReleasedGap(
            row.code,
            row.title,
            tuple(_at_least(counts.get((row.item.pk, o.pk), 0), ranking.smallest_group) for o in ranking.objectives),
        )
        for row in ranking.rows
    )
    return tuple(gap for gap in gaps if any(gap.at_least))


def _counts(ranking: ReleasedRanking) -> dict[tuple[int, int], int]:
    rows = Rating.objects.filter(
        state=Rating.State.CANNOT_JUDGE, round_solution__in=[row.item.pk for row in ranking.rows]
    )
    found = rows.order_by().values_list("round_solution", "objective").annotate(people=Count("pk"))
    return {(solution, objective): people for solution, objective, people in found}


def _at_least(people: int, smallest: int) -> int | None:
    return max(smallest, people - people % STEP) if people >= smallest else None

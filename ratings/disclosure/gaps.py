"""Who could not judge what, in numbers of k people or more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ratings.disclosure.ranking import ReleasedRanking

STEP = 5  # numbers go up in steps, so that one more answer seldom shows


@dataclass(frozen=True)
class ReleasedGap:
    """How many people at least could not judge each objective of a solution; None where they are few or nobody."""

    code: str
    title: str
    at_least: tuple[int | None, ...]  # in the order of the ranking's objectives


def release_gaps(ranking: ReleasedRanking) -> tuple[ReleasedGap, ...]:
    """Solutions with a cell that k people or more could not judge, in the order of the ranking, as of its run."""
    if ranking.withheld or ranking.is_panel:
        return ()
    counts = ranking.run.details.get("cannot_judge", {})
    objectives = [objective.code for objective in ranking.objectives]
    gaps = (
        ReleasedGap(row.code, row.title, _at_least(counts.get(row.code, {}), objectives, ranking.smallest_group))
        for row in ranking.rows
    )
    return tuple(gap for gap in gaps if any(gap.at_least))


def _at_least(counts: Mapping[str, int], objectives: Sequence[str], smallest: int) -> tuple[int | None, ...]:
    people = [counts.get(code, 0) for code in objectives]
    return tuple(max(smallest, number - number % STEP) if number >= smallest else None for number in people)

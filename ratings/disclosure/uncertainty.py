"""How sure a run is of its order. As with other weights, every solution must be fit to show."""

from dataclasses import dataclass

from ratings.disclosure.ranking import ReleasedRanking
from ratings.models import RoundSolution


@dataclass(frozen=True)
class StabilityPoint:
    """A part of the people, the mean share of the shortlist it finds, and the share that nine of ten parts reach."""

    people: int
    overlap: float
    low: float


def release_rank_chances(ranking: ReleasedRanking, item: RoundSolution) -> tuple[float, ...]:
    """The share of the draws of people in which the solution takes the first place, the second, and so on."""
    chances = ranking.run.details.get("intervals", {}).get("rank_chances", [])
    if not chances or _some_are_hidden(ranking):
        return ()
    places = sorted(row.item.position for row in ranking.rows)
    row = chances[places.index(item.position)]
    return tuple(row[: len(ranking.ranked)]) if row[0] is not None else ()


def release_stability(ranking: ReleasedRanking) -> tuple[StabilityPoint, ...]:
    """From parts of k people or more."""
    curve = ranking.run.details.get("stability")
    if not curve or _some_are_hidden(ranking):
        return ()
    points = zip(curve["raters"], curve["overlap"], curve["low"], strict=True)
    return tuple(
        StabilityPoint(round(people), overlap, low)
        for people, overlap, low in points
        if people >= ranking.smallest_group
    )


def _some_are_hidden(ranking: ReleasedRanking) -> bool:
    """Whether a solution that the run ranked is not shown."""
    ranked = {code for code, found in ranking.run.details["intervals"]["options"].items() if found["tier"] is not None}
    return ranking.withheld or any(row.code in ranked for row in ranking.unranked)

"""How sure a run is of its order. As with other weights, every solution must be fit to show."""

from dataclasses import dataclass

from ratings.disclosure.ranking import ReleasedRanking
from ratings.models import RoundSolution

LEVEL = 1e-9  # scores that differ by less share a rank


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


@dataclass(frozen=True)
class ReleasedMissing:
    """What the answers that nobody gave could change about the shortlist, by code. No score stands here: how far the
    worst lies from the best would tell how many people left a question open.

    kept       on the shortlist, and there whatever the missing answers were
    shaken     on it, but not whatever they were
    coming     not on it, but some missing answers would bring it in
    survives   whether the shortlist stays as it is under each supposition: "worst", "best", "lower", "higher"
    """

    kept: tuple[str, ...]
    shaken: tuple[str, ...]
    coming: tuple[str, ...]
    survives: dict[str, bool]

    @property
    def on_it(self) -> int:
        """How many solutions are on the shortlist."""
        return len(self.kept) + len(self.shaken)


def release_missing(ranking: ReleasedRanking) -> ReleasedMissing | None:
    """None for a run that has not worked it out, and while a solution is hidden."""
    stored = ranking.run.details.get("missing")
    if not stored or _some_are_hidden(ranking):
        return None
    k = ranking.run.details["intervals"]["k"]
    worst, best = (
        {code: score for code, score in stored[name].items() if score is not None} for name in ("worst", "best")
    )
    top = [row.code for row in ranking.ranked if row.rank and row.rank <= k]
    kept = tuple(code for code in top if code in worst and _ahead(worst[code], best, code) < k)
    return ReleasedMissing(
        kept=kept,
        shaken=tuple(code for code in top if code not in kept),
        coming=tuple(
            row.code
            for row in ranking.ranked
            if row.code not in top and row.code in best and _ahead(best[row.code], worst, row.code) < k
        ),
        survives=stored["survives"],
    )


def _ahead(score: float, others: dict[str, float], code: str) -> int:
    """How many of the others would stand above."""
    return sum(other > score + LEVEL for name, other in others.items() if name != code)


def _some_are_hidden(ranking: ReleasedRanking) -> bool:
    """Whether a solution that the run ranked is not shown."""
    ranked = {code for code, found in ranking.run.details["intervals"]["options"].items() if found["tier"] is not None}
    return ranking.withheld or any(row.code in ranked for row in ranking.unranked)

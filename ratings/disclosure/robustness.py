"""What other weights would change: figures about the solutions' values, all of which must be fit to show."""

from dataclasses import dataclass
from typing import Any

from ratings.disclosure.ranking import ReleasedRanking

STEP = 0.05
FEW, NEARLY_ALL = "few", "nearly all"


@dataclass(frozen=True)
class ReleasedRobustness:
    """`data` is what the run stored under robustness; see ratings.scoring.robustness for its shape.

    Of the people's own weights only `own_weights` is released: for each solution the share of the people whose weights
    bring it onto the shortlist, in steps of five points; "few" or "nearly all" where one side has fewer than k people.
    Empty when fewer than twice k people gave weights, or in a run that did not count them.
    """

    data: dict[str, Any]
    own_weights: dict[str, float | str]

    @property
    def never_in_top(self) -> tuple[str, ...]:
        return tuple(self.data["never_in_top"])


def release_robustness(ranking: ReleasedRanking) -> ReleasedRobustness | None:
    """None while a solution's rank is hidden: acceptabilities and swaps would tell where it stands."""
    data = ranking.run.details.get("robustness")
    if ranking.withheld or data is None:
        return None
    hidden = {row.code for row in ranking.unranked}
    if hidden & set(data["acceptability"]["any"]["ranks"]):
        return None
    about_weights = {name: found for name, found in data["acceptability"].items() if name != "people"}
    return ReleasedRobustness(
        data=data | {"acceptability": about_weights},
        own_weights=_own_weights(data["acceptability"].get("people", {}), ranking.smallest_group),
    )


def _own_weights(found: dict[str, Any], smallest: int) -> dict[str, float | str]:
    """The mean of the weights that put a solution first, and how sure that is, may be about one person: never shown."""
    givers = found.get("givers", 0)
    if givers < 2 * smallest:
        return {}
    return {code: _share(people, givers, smallest) for code, people in found["people_for_top"].items()}


def _share(people: int, of: int, smallest: int) -> float | str:
    if people < smallest:
        return FEW
    if of - people < smallest:
        return NEARLY_ALL
    return round(round(people / of / STEP) * STEP, 2)

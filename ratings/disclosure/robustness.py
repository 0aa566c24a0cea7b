"""What other weights would change: figures about the solutions' values, all of which must be fit to show."""

from dataclasses import dataclass
from typing import Any

from ratings.disclosure.ranking import ReleasedRanking


@dataclass(frozen=True)
class ReleasedRobustness:
    """`data` is what the run stored under robustness; see ratings.scoring.robustness for its shape."""

    data: dict[str, Any]

    @property
    def never_in_top(self) -> tuple[str, ...]:
        return tuple(self.data["never_in_top"])


def release_robustness(ranking: ReleasedRanking) -> ReleasedRobustness | None:
    """None while a solution's rank is hidden: acceptabilities and swaps would tell where it stands."""
    data = ranking.run.details.get("robustness")
    if ranking.withheld or data is None:
        return None
    hidden = {row.code for row in ranking.unranked}
    return None if hidden & set(data["acceptability"]["any"]["ranks"]) else ReleasedRobustness(data)

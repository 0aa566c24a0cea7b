"""Where people agree and where they do not, for solutions that are fit to show."""

from dataclasses import dataclass
from typing import Any

from ratings.disclosure.ranking import ReleasedRanking
from ratings.models import Objective

NOT_CLEAR = "no clear disagreement"


@dataclass(frozen=True)
class ReleasedAgreement:
    """`quadrants` and `disputed` by the solution's code. The three measures are None where they are not defined.

    Of the solutions in `untold` nobody can say whether groups, or people of one group, differ: few rated it.
    `complete` is how many people answered everything, on whom Kendall's W rests; None when that would tell of few.
    """

    quadrants: dict[str, str]
    disputed: dict[str, tuple[Objective, ...]]
    untold: frozenset[str]
    kendall_w: float | None
    kendall_w_interval: tuple[float, float] | None
    krippendorff_alpha: float | None
    mean_correlation: float | None
    complete: int | None


def release_agreement(ranking: ReleasedRanking) -> ReleasedAgreement | None:
    """None for a panel, which agreed its values aloud, and for few people."""
    found = ranking.run.details.get("agreement")
    if ranking.withheld or not found:
        return None
    shown = [row.code for row in ranking.ranked]
    options = found["options"]
    concordance = found["kendall_w"]
    enough = concordance["people"] >= ranking.smallest_group
    few_left_out = 0 < concordance["left_out"] < ranking.smallest_group
    return ReleasedAgreement(
        quadrants={code: options[code]["quadrant"] for code in shown},
        disputed={code: _disputed(ranking, found["cells"][code]) for code in shown},
        untold=frozenset(code for code in shown if _is_untold(options[code])),
        kendall_w=concordance["w"] if enough else None,
        kendall_w_interval=_pair(concordance.get("interval")) if enough else None,
        krippendorff_alpha=found["krippendorff_alpha"],
        mean_correlation=found["mean_spearman"]["rho"],
        complete=concordance["people"] if enough and not few_left_out else None,
    )


def _pair(interval: list[float] | None) -> tuple[float, float] | None:
    return (interval[0], interval[1]) if interval else None


def _is_untold(option: dict[str, Any]) -> bool:
    return option["quadrant"] == NOT_CLEAR and None in (option["gap_low"], option["disagreeing"])


def _disputed(ranking: ReleasedRanking, cells: dict[str, dict[str, object]]) -> tuple[Objective, ...]:
    """The objectives on which the RAND/UCLA rule finds disagreement."""
    return tuple(objective for objective in ranking.objectives if cells[objective.code]["disagreement"])

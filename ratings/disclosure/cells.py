"""One solution on one objective."""

from dataclasses import dataclass, replace

from ratings.disclosure.suppression import Bar, in_fives, merged_bars
from ratings.models import Objective, Round, RoundSolution, ScoreRun


@dataclass(frozen=True)
class ReleasedCell:
    """One objective's value of one solution; None when too few people answered to show it."""

    objective: Objective
    value: float | None
    weight: float

    @property
    def contribution(self) -> float | None:
        """The points that this objective adds to the score."""
        return None if self.value is None else self.value * self.weight


@dataclass(frozen=True)
class ReleasedSpread:
    """How the answers to one solution on one objective are spread; bars are merged where they hold few people.

    Numbers of people are rounded to fives. Exact ones would give a second sum of the same answers, by which each person
    counts the same: beside the official value, by which each group does, it tells of small groups. And the number of
    people who answered would tell how few did not.
    """

    objective: Objective
    people: int
    bars: tuple[Bar, ...]
    median: float
    lower_quartile: float
    upper_quartile: float
    disagreement: bool


def release_spread(run: ScoreRun, round_solution: RoundSolution) -> tuple[ReleasedSpread, ...]:
    """The objectives on which k people or more rated the solution."""
    cells = run.details.get("agreement", {}).get("cells", {}).get(round_solution.code, {})
    smallest = run.round.smallest_group
    return tuple(
        ReleasedSpread(
            objective=objective,
            people=in_fives(cell["answers"]),
            bars=tuple(replace(bar, people=in_fives(bar.people)) for bar in merged_bars(cell["counts"], smallest)),
            median=cell["median"],
            lower_quartile=cell["lower_quartile"],
            upper_quartile=cell["upper_quartile"],
            disagreement=cell["disagreement"],
        )
        for objective in run.round.objectives.all()
        if (cell := cells.get(objective.code)) and cell["answers"] >= smallest
    )


def smallest_shown(round_: Round) -> int:
    """A conference's values are the panel's own, agreed aloud, so there is nobody to protect."""
    return 0 if round_.kind == Round.Kind.CONFERENCE else round_.smallest_group

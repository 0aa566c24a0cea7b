"""The one gate through which figures about people leave the portal: pages, charts, exports and the API all pass it."""

from dataclasses import dataclass

from ratings.models import Objective, Round, ScoreRun, SolutionScore


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
class ReleasedRow:
    code: str
    title: str
    rank: int | None
    score: float | None
    cells: tuple[ReleasedCell, ...]
    solution_code: str | None


@dataclass(frozen=True)
class ReleasedRanking:
    """One run's figures as anybody allowed to see the round may see them."""

    run: ScoreRun
    objectives: tuple[Objective, ...]
    rows: tuple[ReleasedRow, ...]
    people: int | None
    answers: int | None
    smallest_group: int
    withheld: bool
    is_panel: bool

    @property
    def ranked(self) -> tuple[ReleasedRow, ...]:
        return tuple(row for row in self.rows if row.rank is not None)

    @property
    def unranked(self) -> tuple[ReleasedRow, ...]:
        return tuple(row for row in self.rows if row.rank is None)

    def row(self, code: str) -> ReleasedRow | None:
        return next((row for row in self.rows if row.code == code), None)


def release_ranking(run: ScoreRun) -> ReleasedRanking:
    """Release a run. A survey with fewer than k people shows no figure; a cell with fewer than k answers no value.

    A conference's values are the panel's own, agreed aloud, so there is nobody to protect.
    """
    round_ = run.round
    is_panel = round_.kind == Round.Kind.CONFERENCE
    withheld = not is_panel and run.people < round_.smallest_group
    objectives = tuple(round_.objectives.all())
    smallest = 0 if is_panel else round_.smallest_group
    scores = () if withheld else run.scores.select_related("round_solution__solution")
    return ReleasedRanking(
        run=run,
        objectives=objectives,
        rows=tuple(_release_row(score, run, objectives, smallest) for score in scores),
        people=None if withheld or is_panel else run.people,
        answers=None if withheld or is_panel else run.answers,
        smallest_group=round_.smallest_group,
        withheld=withheld,
        is_panel=is_panel,
    )


def _release_row(score: SolutionScore, run: ScoreRun, objectives: tuple[Objective, ...], smallest: int) -> ReleasedRow:
    item = score.round_solution
    enough = all(score.answers[objective.code] >= smallest for objective in objectives)
    return ReleasedRow(
        code=item.code,
        title=item.title,
        rank=score.rank if enough else None,
        score=score.score if enough else None,
        cells=tuple(_release_cell(score, run, objective, smallest) for objective in objectives),
        solution_code=item.solution.code if item.solution else None,
    )


def _release_cell(score: SolutionScore, run: ScoreRun, objective: Objective, smallest: int) -> ReleasedCell:
    shown = score.answers[objective.code] >= smallest
    value = score.values[objective.code] if shown else None
    return ReleasedCell(objective, value, run.weights[objective.code])


@dataclass(frozen=True)
class ReleasedCount:
    name: str
    people: int | None


def release_group_counts(counts: dict[str, int], smallest: int) -> tuple[ReleasedCount, ...]:
    """Counts by group. Groups of 1 to k-1 are hidden, and as many of the next smallest as it takes so that what is
    hidden cannot be found by subtraction from a total: at least two groups, k people or more together.
    """
    hidden = {name for name, people in counts.items() if 0 < people < smallest}
    for name in sorted(counts, key=lambda name: counts[name]):
        together = sum(counts[other] for other in hidden)
        if not hidden or (len(hidden) >= 2 and together >= smallest):
            break
        if counts[name]:
            hidden.add(name)
    return tuple(ReleasedCount(name, None if name in hidden else people) for name, people in counts.items())

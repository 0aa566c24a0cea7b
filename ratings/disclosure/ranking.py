"""A run's ranking with its uncertainty."""

from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from ratings.disclosure.cells import ReleasedCell, smallest_shown
from ratings.models import Objective, Round, RoundSolution, ScoreRun, SolutionScore


@dataclass(frozen=True)
class ReleasedRow:
    """One solution. Without a rank, too few people answered to show one."""

    code: str
    title: str
    rank: int | None
    score: float | None
    cells: tuple[ReleasedCell, ...]
    solution_code: str | None
    area: str
    item: RoundSolution
    score_low: float | None = None
    score_high: float | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    top_chance: float | None = None
    tier: int | None = None
    plain_score: float | None = None
    plain_rank: int | None = None

    @property
    def moved_by_adjusting(self) -> int:
        """Places between the official rank and the one that plain means would give."""
        return abs(self.rank - self.plain_rank) if self.rank and self.plain_rank else 0


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
    """A survey with fewer than k people shows no figure; a solution with a cell of fewer than k answers no rank.

    Ranks are taken among the solutions that are shown, so that a gap does not tell where a hidden one stands.
    """
    round_ = run.round
    is_panel = round_.kind == Round.Kind.CONFERENCE
    withheld = not is_panel and run.people < round_.smallest_group
    prefetch_related_objects([round_], "objectives")
    objectives = tuple(round_.objectives.all())
    scores = [] if withheld else list(run.scores.select_related("round_solution__solution__area"))
    shown = {score.pk for score in scores if _is_shown(score, objectives, smallest_shown(round_))}
    ranks = {
        score.pk: 1 + sum(other.pk in shown and other.rank < score.rank for other in scores if other.rank)
        for score in scores
        if score.pk in shown and score.rank
    }
    return ReleasedRanking(
        run=run,
        objectives=objectives,
        rows=tuple(_release_row(score, run, objectives, ranks.get(score.pk)) for score in scores),
        people=None if withheld or is_panel else run.people,
        answers=None if withheld or is_panel else run.answers,
        smallest_group=round_.smallest_group,
        withheld=withheld,
        is_panel=is_panel,
    )


def _is_shown(score: SolutionScore, objectives: tuple[Objective, ...], smallest: int) -> bool:
    return all(score.answers[objective.code] >= smallest for objective in objectives)


def _release_row(
    score: SolutionScore, run: ScoreRun, objectives: tuple[Objective, ...], rank: int | None
) -> ReleasedRow:
    item = score.round_solution
    return ReleasedRow(
        code=item.code,
        title=item.title,
        rank=rank,
        score=score.score if rank else None,
        cells=tuple(_release_cell(score, run, objective) for objective in objectives),
        solution_code=item.solution.code if item.solution else None,
        area=item.solution.area.name if item.solution else "",
        item=item,
        **(_uncertainty(item.code, run) if rank else {}),
    )


def _release_cell(score: SolutionScore, run: ScoreRun, objective: Objective) -> ReleasedCell:
    shown = score.answers[objective.code] >= smallest_shown(run.round)
    value = score.values[objective.code] if shown else None
    return ReleasedCell(objective, value, run.weights[objective.code])


def _uncertainty(code: str, run: ScoreRun) -> dict[str, Any]:
    """Empty for a conference: its panel was not drawn from anybody."""
    intervals = run.details.get("intervals", {}).get("options", {}).get(code, {})
    plain = run.details.get("plain_means", {})
    if not intervals:
        return {}
    return {
        **intervals,
        "plain_score": plain.get("scores", {}).get(code),
        "plain_rank": plain.get("ranks", {}).get(code),
    }

"""What became of one's own answers, once the results are published. The group's figures come through the gate."""

from dataclasses import dataclass

from ratings.disclosure import ReleasedRanking, release_ranking
from ratings.models import Participant, Round
from ratings.scoring import own_ranks, own_shares, ranks_among
from ratings.selectors import Progress, is_updating, swings_of


@dataclass(frozen=True)
class Difference:
    code: str
    title: str
    own: int
    group: int

    @property
    def size(self) -> int:
        return abs(self.own - self.group)


@dataclass(frozen=True)
class OwnResult:
    """Places are taken among the solutions that the person rated on every objective and that the results show."""

    run_number: int
    answers: int
    differences: tuple[Difference, ...]
    own_weights: bool

    @property
    def differing(self) -> tuple[Difference, ...]:
        return tuple(item for item in self.differences if item.size)


def own_result(participant: Participant, round_: Round, progress: Progress) -> OwnResult | None:
    """None before the results are published, while answers wait, or when the person gave no rating."""
    given = [answer for item in progress.solutions for answer in item.answers if answer]
    answers = sum(answer.value is not None for answer in given)
    run = round_.current_run
    if round_.status != Round.Status.PUBLISHED or run is None or not answers or is_updating(round_):
        return None
    points = swings_of(participant)
    ranking = release_ranking(run)
    differences = () if ranking.withheld else _differences(ranking, progress, points)
    return OwnResult(run.number, answers, differences, own_weights=bool(own_shares(points)))


def _differences(ranking: ReleasedRanking, progress: Progress, points: dict[int, int]) -> tuple[Difference, ...]:
    shown = {row.code: row for row in ranking.ranked if row.score is not None}
    ratings = {
        item.round_solution.code: [answer.value for answer in item.answers if answer and answer.value]
        for item in progress.solutions
        if item.round_solution.code in shown
    }
    complete = {code: values for code, values in ratings.items() if len(values) == len(progress.objectives)}
    if len(complete) < 2:
        return ()
    own = own_ranks(complete, _shares(ranking, progress, points))
    group = ranks_among({code: shown[code].score or 0.0 for code in complete})
    rows = (Difference(code, shown[code].title, own[code], group[code]) for code in complete)
    return tuple(sorted(rows, key=lambda row: (-row.size, row.own, row.code)))


def _shares(ranking: ReleasedRanking, progress: Progress, points: dict[int, int]) -> list[float]:
    """One's own weights, or those of the run for somebody who gave none."""
    own = own_shares(points)
    if own:
        return [own.get(objective.pk, 0.0) for objective in progress.objectives]
    weights = {cell.objective.pk: cell.weight for cell in ranking.rows[0].cells}
    return [weights[objective.pk] for objective in progress.objectives]

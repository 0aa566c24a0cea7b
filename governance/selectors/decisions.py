"""Questions about decisions, and which figures of its run a decision's page may show."""

from django.db.models import QuerySet

from governance.models import Decision
from mhin.accounts.models import User
from ratings.disclosure import ReleasedRanking, release_ranking
from ratings.models import Round, RoundSolution, ScoreRun
from ratings.selectors import visible_rounds


def recorded_decisions() -> QuerySet[Decision]:
    """The latest first, with what a list of them shows."""
    return Decision.objects.select_related("body", "round_solution", "run__round", "superseded_by").order_by(
        "-decided_on", "-pk"
    )


def decisions_with_details() -> QuerySet[Decision]:
    rows = recorded_decisions().select_related("run__round__current_run", "round_solution__solution")
    return rows.select_related("meeting", "recorded_by", "supersedes__round_solution").prefetch_related("actions")


def ranking_is_hidden(round_: Round) -> bool:
    """Whether not even the boards see the ranking yet."""
    return round_.visibility == Round.Visibility.AFTER_CLOSE and round_.status == Round.Status.OPEN


def ranking_for(*, decision: Decision, user: User) -> ReleasedRanking | None:
    """The figures of the run the decision names; None until the round is published, unless this person may rank."""
    round_ = decision.run.round
    published = round_.status == Round.Status.PUBLISHED
    if ranking_is_hidden(round_) or not (published or user.has_perm("ratings.view_ranking")):
        return None
    return release_ranking(decision.run)


def newer_ranking(*, decision: Decision, ranking: ReleasedRanking | None) -> ReleasedRanking | None:
    """The newest run's, where the decision's own may be shown and is not the newest."""
    run = decision.run.round.current_run
    if ranking is None or run is None or run.number <= decision.run.number:
        return None
    run.round = decision.run.round
    return release_ranking(run)


def rounds_to_decide_on() -> list[Round]:
    """Rounds with a run, whose ranking the people who decide can see."""
    return [round_ for round_ in visible_rounds() if round_.current_run and not ranking_is_hidden(round_)]


def run_to_decide_on(round_: Round, number: int | None) -> ScoreRun | None:
    """The newest, unless another one is named; None when there is no such run."""
    run = round_.current_run if number is None else round_.runs.filter(number=number).first()
    if run is not None:
        run.round = round_
    return run


def solutions_to_decide_on(round_: Round) -> QuerySet[RoundSolution]:
    return RoundSolution.objects.filter(round=round_).order_by("code")

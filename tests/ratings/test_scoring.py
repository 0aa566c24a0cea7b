"""From rows to a run: the numbers of a worked example, and the promises about runs."""

import pytest

from ratings.models import RecomputeRequest, Round, ScoreRun
from ratings.scoring import recompute_round
from ratings.services.rounds import close_round
from tests.conftest import Stage
from tests.factories.ratings import RoundFactory, RoundGroupFactory

pytestmark = pytest.mark.django_db

# Two people of one group and one of another; a rating x is worth 100 * (x - 1) / 8.
FIRST, SECOND, OTHER = [(9, 5), (5, 5), (1, 9)], [(5, 5), (5, 1), (1, 5)], [(1, 9), (9, 9), (5, 1)]


def rate_example(stage):
    people = [stage.join(group=0), stage.join(group=0), stage.join(group=1)]
    for person, rows in zip(people, (FIRST, SECOND, OTHER), strict=True):
        stage.rate_all(person, rows)
    return people


def scores(run):
    return {s.round_solution.position: s.score for s in run.scores.select_related("round_solution")}


def test_recompute_round_gives_each_group_the_same_voice(make_stage):
    stage = make_stage(aggregation="mean", weights="declared", voice="equal")
    rate_example(stage)

    run = stage.recompute()

    # Objective 1 weighs 1/3, objective 2 2/3. Solution 1: (75 + 0) / 2 = 37.5 and (50 + 100) / 2 = 75.
    assert scores(run) == pytest.approx({1: 62.5, 2: 25 + 41.666667, 3: 25 / 3 + 25}, abs=1e-5)


def test_recompute_round_gives_each_person_the_same_voice(make_stage):
    stage = make_stage(aggregation="mean", weights="declared", voice="person")
    rate_example(stage)

    run = stage.recompute()

    # Solution 1: (100 + 50 + 0) / 3 = 50 and (50 + 50 + 100) / 3 = 66.67.
    assert scores(run)[1] == pytest.approx(50 / 3 + 2 / 3 * 200 / 3)


def test_recompute_round_uses_declared_voices(db):
    round_ = RoundFactory(aggregation="mean", weights="declared", voice="declared")
    groups = [RoundGroupFactory(round=round_, declared_voice=voice).group for voice in (3, 1)]
    stage = Stage(round_=round_, groups=groups)
    rate_example(stage)

    run = stage.recompute()

    # Solution 1: 0.75 * 75 + 0.25 * 0 = 56.25 and 0.75 * 50 + 0.25 * 100 = 62.5.
    assert scores(run)[1] == pytest.approx(56.25 / 3 + 62.5 * 2 / 3)


def test_recompute_round_averages_swing_weights_by_voice(stage):
    people = rate_example(stage)
    stage.weigh(people[0], (100, 100))
    stage.weigh(people[2], (100, 0))

    run = stage.recompute()

    assert run.weights == pytest.approx({"O1": 0.75, "O2": 0.25})
    assert run.details["weights_from"] == "elicited"


def test_recompute_round_without_swing_weights_says_whose_weights_it_used(stage):
    rate_example(stage)

    run = stage.recompute()

    assert run.details["weights_from"] == "declared"


def test_recompute_round_leaves_an_unanswered_solution_without_score(stage):
    person = stage.join()
    stage.rate(person, 0, (9, 9))
    stage.rate(person, 1, (5, None))

    run = stage.recompute()

    assert [(s.score, s.rank) for s in run.scores.all()] == [(pytest.approx(100), 1), (None, None), (None, None)]


def test_recompute_round_names_silent_groups(stage):
    stage.rate_all(stage.join(group=0), FIRST)

    run = stage.recompute()

    assert run.details["silent_groups"] == [stage.groups[1].name]


def test_recompute_round_with_nobody_has_no_scores(stage):
    run = stage.recompute()

    assert (run.people, run.answers) == (0, 0)
    assert all(score.score is None for score in run.scores.all())


def test_recompute_round_numbers_runs_and_moves_the_current_one_forward(stage):
    person = stage.join()
    stage.recompute()
    stage.rate(person, 0, (9, 9))

    run = stage.recompute()

    assert run.number == 2
    assert stage.round.current_run == run


def test_recompute_round_deletes_the_requests_it_answered(stage):
    rate_example(stage)

    stage.recompute()

    assert not RecomputeRequest.objects.exists()


def test_recompute_round_twice_is_harmless(stage):
    rate_example(stage)
    stage.recompute()

    assert recompute_round(stage.round.pk) is None
    assert ScoreRun.objects.count() == 1


def test_recompute_round_with_the_same_answers_makes_no_new_run(stage):
    rate_example(stage)
    stage.recompute()
    RecomputeRequest.objects.create(round=stage.round)

    assert recompute_round(stage.round.pk) is None
    assert not RecomputeRequest.objects.exists()


def test_recompute_round_of_new_code_makes_a_new_run(stage, settings):
    rate_example(stage)
    stage.recompute()
    RecomputeRequest.objects.create(round=stage.round)
    settings.CODE_VERSION = "next"

    run = stage.recompute()

    assert (run.number, run.code_version) == (2, "next")


def test_adjusted_and_mean_agree_when_everybody_answers_everything(make_stage):
    by_mean, adjusted = (make_stage(aggregation=a, weights="declared") for a in ("mean", "adjusted"))
    rate_example(by_mean)
    rate_example(adjusted)

    ranks = [[s.round_solution.position for s in stage.recompute().scores.all()] for stage in (by_mean, adjusted)]

    assert ranks[0] == ranks[1]


def test_close_round_asks_for_the_last_run(stage):
    stage.recompute()

    close_round(round_=stage.round, by=None)

    assert RecomputeRequest.objects.filter(round=stage.round).exists()
    assert Round.objects.get().status == "closed"

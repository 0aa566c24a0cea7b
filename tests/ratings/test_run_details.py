"""What a run stores beside the official scores: there, consistent with them, and never NaN."""

import json
import math

import pytest

from ratings.models import Round
from ratings.scoring import analyse, take_snapshot
from ratings.services.rounds import close_round, publish_round
from tests.conftest import Stage
from tests.factories.ratings import RoundFactory, RoundGroupFactory

pytestmark = pytest.mark.django_db

GENEROUS, SEVERE = [(9, 8), (6, 6), (3, 5)], [(6, 5), (4, 4), (1, 2)]


@pytest.fixture
def filled(make_stage):
    """Ten people in two groups, half of them severe, who give swing points."""
    stage = make_stage(aggregation="adjusted", weights="elicited")
    for number in range(10):
        person = stage.join(group=number % 2)
        stage.rate_all(person, GENEROUS if number % 4 < 2 else SEVERE)
        stage.weigh(person, (100, 50) if number % 2 else (60, 100))
    return stage


def details(stage):
    return stage.recompute().details


def codes(stage):
    return [item.code for item in stage.solutions]


def numbers(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [number for item in value for number in numbers(item)]
    return [value] if isinstance(value, float) else []


def test_intervals_hold_the_official_score_and_rank(filled):
    run = filled.recompute()

    for score in run.scores.select_related("round_solution"):
        interval = run.details["intervals"]["options"][score.round_solution.code]
        assert interval["score_low"] <= score.score <= interval["score_high"]
        assert interval["rank_low"] <= score.rank <= interval["rank_high"]


def test_the_same_answers_give_the_same_details(filled):
    snapshot = take_snapshot(filled.round.pk)

    assert json.dumps(analyse(snapshot).details) == json.dumps(analyse(snapshot).details)


def test_every_group_has_a_view_of_its_own(filled):
    groups = details(filled)["groups"]

    assert [groups[group.code]["people"] for group in filled.groups] == [5, 5]


def test_the_order_without_a_group_is_there_for_each_group(filled):
    assert set(details(filled)["without"]) == {group.code for group in filled.groups}


def test_all_voice_policies_stand_side_by_side(filled):
    policies = details(filled)["policies"]

    assert set(policies) == {"equal", "person"}
    assert policies["equal"]["effective_people"] == pytest.approx(10)


def test_declared_voices_join_the_policies(db):
    round_ = RoundFactory(voice="declared", weights="declared")
    groups = [RoundGroupFactory(round=round_, declared_voice=voice).group for voice in (3, 1)]
    stage = Stage(round_=round_, groups=groups)
    stage.rate_all(stage.join(), GENEROUS)

    assert set(details(stage)["policies"]) == {"equal", "person", "declared"}


def test_acceptabilities_sum_to_one_for_each_option(filled):
    for source in details(filled)["robustness"]["acceptability"].values():
        assert all(sum(row) == pytest.approx(1) for row in source["ranks"].values())


def test_the_peoples_own_weights_are_one_of_the_sources(filled):
    assert set(details(filled)["robustness"]["acceptability"]) == {"any", "ordered", "people"}


def test_people_whose_own_weights_bring_an_option_onto_the_shortlist_are_counted(make_stage):
    stage = make_stage(aggregation="mean", weights="elicited", shortlist_size=1)
    for number in range(9):
        person = stage.join(group=number % 2)
        stage.rate_all(person, [(9, 1), (1, 9), (1, 1)])
        stage.weigh(person, (100, 50) if number < 6 else (50, 100))

    people = details(stage)["robustness"]["acceptability"]["people"]

    assert people["givers"] == 9
    assert [people["people_for_top"][code] for code in codes(stage)] == [6, 3, 0]


def test_a_dominating_option_is_first_under_any_weights(filled):
    robust = details(filled)["robustness"]

    assert robust["acceptability"]["any"]["ranks"][codes(filled)[0]][0] == pytest.approx(1)
    assert robust["first_place"] is None


def test_cross_checks_agree_on_a_clear_order(filled):
    checks = {check["method"]: check["tau"] for check in details(filled)["robustness"]["cross_checks"]}

    assert set(checks.values()) == {1.0}
    assert len(checks) == 5


def test_agreement_has_the_answers_of_every_cell(filled):
    cell = details(filled)["agreement"]["cells"][codes(filled)[0]]["O1"]

    assert cell["counts"] == [0, 0, 0, 0, 0, 4, 0, 0, 6]
    assert cell["answers"] == 10


def test_every_option_has_a_quadrant(filled):
    quadrants = [option["quadrant"] for option in details(filled)["agreement"]["options"].values()]

    assert len(quadrants) == 3
    assert all(quadrants)


def test_plain_means_stand_beside_the_adjusted_order(filled):
    assert set(details(filled)["plain_means"]["ranks"].values()) == {1, 2, 3}


def test_a_round_still_open_is_not_fitted_again_in_every_draw(filled):
    assert details(filled)["refit"] is None


def test_a_closed_round_is_fitted_again_in_every_draw(filled):
    close_round(round_=filled.round, by=None)

    run_details = details(filled)

    assert run_details["refit"]["flagged"] is False
    assert run_details["intervals"]["method"] == "bootstrap"


def test_publishing_changes_no_number(filled):
    close_round(round_=filled.round, by=None)
    closed = filled.recompute()
    publish_round(round_=filled.round, by=None)

    assert take_snapshot(filled.round.pk).input_hash == closed.input_hash


def test_a_census_of_a_group_has_no_sampling_error(db):
    round_ = RoundFactory(aggregation="mean", weights="declared")
    groups = [RoundGroupFactory(round=round_, population=4).group]
    stage = Stage(round_=round_, groups=groups)
    for rows in (GENEROUS, SEVERE, GENEROUS, SEVERE):
        stage.rate_all(stage.join(), rows)

    options = details(stage)["intervals"]["options"]

    assert all(option["score_low"] == pytest.approx(option["score_high"]) for option in options.values())


def nobody(stage):
    pass


def one_person(stage):
    stage.rate_all(stage.join(), GENEROUS)


def one_answer(stage):
    stage.rate(stage.join(), 0, (9, None))


def only_swing_points(stage):
    stage.weigh(stage.join(), (100, 0))


def all_the_same(stage):
    for number in range(4):
        stage.rate_all(stage.join(group=number % 2), [(5, 5)] * 3)


def two_camps(stage):
    for number in range(6):
        stage.rate_all(
            stage.join(group=number % 2), [(9, 9), (1, 1), (9, 1)] if number % 2 else [(1, 1), (9, 9), (1, 9)]
        )


def one_solution_unrated(stage):
    for _ in range(3):
        person = stage.join()
        stage.rate(person, 0, (9, 2))
        stage.rate(person, 1, (3, 4))


@pytest.mark.parametrize("aggregation", Round.Aggregation.values)
@pytest.mark.parametrize(
    "fill", [nobody, one_person, one_answer, only_swing_points, all_the_same, two_camps, one_solution_unrated]
)
def test_no_odd_panel_breaks_a_run_or_leaves_a_number_that_is_none(make_stage, fill, aggregation):
    stage = make_stage(aggregation=aggregation)
    fill(stage)

    run = stage.recompute()

    assert all(math.isfinite(number) for number in numbers(run.details))
    assert len(run.scores.all()) == 3

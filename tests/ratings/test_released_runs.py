"""The gate, for what a run knows of its own certainty and of agreement."""

import pytest

from ratings.disclosure import (
    release_agreement,
    release_missing,
    release_rank_chances,
    release_ranking,
    release_stability,
)

pytestmark = pytest.mark.django_db

ROWS = [(9, 9), (5, 5), (1, 1)]


def ranking_of(stage, people=10, rows=ROWS):
    for number in range(people):
        stage.rate_all(stage.join(group=number % 2), rows)
    stage.recompute()
    return release_ranking(stage.round.current_run)


def test_rank_chances_of_a_clear_order_are_certain(stage):
    ranking = ranking_of(stage)

    assert release_rank_chances(ranking, stage.solutions[1]) == (0, 1, 0)


def test_rank_chances_wait_while_a_solution_is_hidden(stage):
    ranking_of(stage, rows=ROWS[:2])
    stage.rate(stage.join(), 2, (1, 1))
    stage.recompute()

    ranking = release_ranking(stage.round.current_run)

    assert release_rank_chances(ranking, stage.solutions[0]) == ()
    assert release_stability(ranking) == ()


def test_a_solution_that_nobody_rated_hides_no_other(stage):
    ranking = ranking_of(stage, rows=ROWS[:2])

    assert release_rank_chances(ranking, stage.solutions[0]) == (1, 0)


def test_the_stability_curve_starts_at_k_people_and_ends_with_everybody(stage):
    points = release_stability(ranking_of(stage))

    assert points[0].people >= 8
    assert (points[-1].people, points[-1].overlap) == (10, 1)


def test_a_shortlist_of_complete_answers_stays_whatever_is_missing(stage):
    missing = release_missing(ranking_of(stage, rows=ROWS))

    assert missing.shaken == missing.coming == ()
    assert len(missing.kept) == missing.on_it == 3
    assert set(missing.survives.values()) == {True}


def test_missing_answers_that_could_change_a_place_name_both_solutions(make_stage):
    stage = make_stage(shortlist_size=1, aggregation="mean", weights="declared")
    for number in range(20):
        person = stage.join(group=number % 2)
        stage.rate_all(person, [(9, 9), (8, 8), (1, 1)] if number < 10 else [(9, 9), (None, None), (1, 1)])
    stage.recompute()

    missing = release_missing(release_ranking(stage.round.current_run))

    # All of the missing answers at 9 put the second at 94, below the 100 of the first, which nobody left out.
    assert (missing.kept, missing.coming) == ((stage.solutions[0].code,), ())

    for _ in range(10):
        stage.rate_all(stage.join(), [(None, None), (8, 8), (1, 1)])
    stage.recompute()

    missing = release_missing(release_ranking(stage.round.current_run))

    first, second = (item.code for item in stage.solutions[:2])
    assert (missing.kept, missing.shaken, missing.coming) == ((), (first,), (second,))


def test_what_missing_answers_could_change_waits_while_a_solution_is_hidden(stage):
    ranking_of(stage, rows=ROWS[:2])
    stage.rate(stage.join(), 2, (1, 1))
    stage.recompute()

    assert release_missing(release_ranking(stage.round.current_run)) is None


def test_agreement_of_fewer_than_k_people_is_not_released(stage):
    assert release_agreement(ranking_of(stage, people=7)) is None


def test_agreement_names_quadrants_and_disputed_objectives(stage):
    for number in range(20):
        stage.rate_all(stage.join(group=number // 2 % 2), [(9, 9), (1, 5) if number % 2 else (9, 5), (1, 1)])
    stage.recompute()

    found = release_agreement(release_ranking(stage.round.current_run))

    first, second, third = (item.code for item in stage.solutions)
    assert (found.quadrants[first], found.quadrants[third]) == ("agreed high", "agreed low")
    assert found.quadrants[second] == "people differ within groups"
    assert [objective.code for objective in found.disputed[second]] == ["O1"]
    assert found.complete == 20
    assert found.kendall_w_interval[0] <= found.kendall_w <= found.kendall_w_interval[1]


def test_how_many_answered_everything_is_not_said_when_few_did_not(stage):
    ranking_of(stage)
    stage.rate(stage.join(), 0, (5, 5))
    stage.recompute()

    assert release_agreement(release_ranking(stage.round.current_run)).complete is None

"""Borda and Copeland match published elections."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ratings.mcda.additive import competition_ranks
from ratings.mcda.ballots import borda_points, copeland_points, pairwise_votes, personal_scores
from ratings.mcda.errors import McdaError
from tests.ratings.mcda.panels import empty_panel, make_panel, random_panel
from tests.ratings.mcda.reference_cases import load

panels = st.tuples(st.integers(1, 6), st.integers(1, 5)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.integers(1, 9))
)


def tennessee(case):
    ranks = np.array([ballot["ranks"] for ballot in case["ballots"]])
    return pairwise_votes(-ranks, [ballot["count"] for ballot in case["ballots"]])


@pytest.mark.parametrize(("name", "method"), [("borda", borda_points), ("copeland", copeland_points)])
def test_the_capital_of_tennessee(name, method):
    case = load(f"{name}_tennessee")

    points = method(tennessee(case))

    assert points == pytest.approx(case["expected_scores"], abs=case["tolerance"])
    assert competition_ranks(points).tolist() == case["expected_ranks"]


def test_pairwise_votes_of_tennessee():
    case = load("copeland_tennessee")

    assert tennessee(case).tolist() == case["pairwise"]


def test_level_options_share_the_vote():
    votes = pairwise_votes([[5, 5, 1]])

    assert votes.tolist() == [[0, 0.5, 1], [0.5, 0, 1], [0, 0, 0]]
    assert borda_points(votes).tolist() == [1.5, 1.5, 0]
    assert copeland_points(votes).tolist() == [1.5, 1.5, 0]


@settings(max_examples=80, deadline=None)
@given(panels)
def test_points_add_up_to_the_pairs(scores):
    people, options = scores.shape
    votes = pairwise_votes(scores)
    pairs = options * (options - 1) / 2

    assert borda_points(votes).sum() == pytest.approx(people * pairs)
    assert copeland_points(votes).sum() == pytest.approx(pairs)


@settings(max_examples=60, deadline=None)
@given(panels)
def test_complete_answers_count_the_same_either_way(scores):
    whole = pairwise_votes(scores)
    gapped = pairwise_votes(
        np.vstack([scores, np.full(scores.shape[1], np.nan)]),
        answered=np.vstack([np.ones(scores.shape), np.zeros((1, scores.shape[1]))]),
    )

    assert gapped == pytest.approx(whole)


def test_being_scored_by_few_costs_nothing():
    scores = [[9, 5, 1], [9, 5, 1], [0, 5, 1]]
    answered = [[True] * 3, [True] * 3, [False, True, True]]

    votes = pairwise_votes(scores, answered=answered)

    assert votes[0].tolist() == [0, 2, 2]
    assert borda_points(votes).tolist() == [6, 3, 0]


def test_a_pair_that_nobody_compared_is_even():
    votes = pairwise_votes([[9, 0], [0, 9]], answered=[[True, False], [False, True]])

    assert borda_points(votes).tolist() == [0, 0]
    assert copeland_points(votes).tolist() == [0.5, 0.5]


def test_an_even_pair_counts_as_a_draw_beside_the_others():
    answered = [[True, False, True], [False, True, True]]

    votes = pairwise_votes([[9, 0, 1], [0, 9, 1]], answered=answered)

    assert borda_points(votes).tolist() == [1.5, 1.5, 0]


def test_nobody_voted():
    votes = pairwise_votes(np.empty((0, 3)))

    assert borda_points(votes).tolist() == [0, 0, 0]
    assert copeland_points(votes).tolist() == [1, 1, 1]


def test_one_option_has_no_rival():
    assert borda_points(pairwise_votes([[4], [5]])).tolist() == [0]


def test_a_person_scores_what_they_answered_in_full():
    panel = make_panel([[[9, 5], [1, None]], [[None, None], [3, 1]]])

    scores, answered = personal_scores(panel, [3, 1])

    assert answered.tolist() == [[True, False], [False, True]]
    assert scores.tolist() == [[87.5, 0], [0, 18.75]]


def test_an_objective_without_weight_need_not_be_answered():
    scores, answered = personal_scores(make_panel([[[9, None]]]), [1, 0])

    assert (scores.tolist(), answered.tolist()) == ([[100]], [[True]])


def test_people_are_scored_alike_wherever_they_stand():
    panel = random_panel(3, people=5000)

    scores, _ = personal_scores(panel, [1, 2, 1])
    again = make_panel(panel.sheets[4500:4501].reshape(1, *panel.shape))

    assert scores[4500].tolist() == personal_scores(again, [1, 2, 1])[0][0].tolist()


def test_nobody_scores_nothing():
    scores, answered = personal_scores(empty_panel(), [1, 1])

    assert scores.shape == answered.shape == (0, 3)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: pairwise_votes([1, 2]), "people x options"),
        (lambda: pairwise_votes([[1, 2]], [1, 1]), "2 for 1"),
        (lambda: pairwise_votes([[1, 2]], answered=[[True]]), "answered"),
        (lambda: pairwise_votes([[1, np.nan]]), "not finite"),
        (lambda: personal_scores(empty_panel(), [1]), "1 given for 2"),
        (lambda: borda_points([[1, 2]]), "square"),
        (lambda: copeland_points([[0, -1], [1, 0]]), "square"),
    ],
)
def test_bad_input_is_refused(call, message):
    with pytest.raises(McdaError, match=message):
        call()

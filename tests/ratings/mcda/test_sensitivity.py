"""One-way swap weights are exact."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ratings.mcda.errors import McdaError
from ratings.mcda.sensitivity import one_way_intervals, swap_weights
from tests.ratings.mcda.reference_cases import load

tables = st.tuples(st.integers(1, 7), st.integers(1, 4)).flatmap(
    lambda shape: st.tuples(
        arrays(np.float64, shape, elements=st.integers(0, 100)),
        arrays(np.float64, shape[1], elements=st.integers(1, 9)),
    )
)


def scores_at(values, shares, objective, weight):
    """Scores with one weight set and the others in proportion, the plain way."""
    others = np.delete(shares, objective)
    shares = np.insert(others / others.sum() * (1 - weight), objective, weight)
    return values @ shares


def test_intervals_of_the_published_conference_are_reproduced():
    case = load("sensitivity_oneway_mhin")

    for objective in range(5):
        found = one_way_intervals(case["matrix"], case["weights"], objective)
        expected = case["expected_intervals"][f"criterion_{objective}"]

        assert [case["alternatives"][i.winners[0]] for i in found] == [each["winner"] for each in expected]
        assert [i.weight_from for i in found] == pytest.approx([each["weight_from"] for each in expected], abs=1e-9)
        assert [i.weight_to for i in found] == pytest.approx([each["weight_to"] for each in expected], abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(tables, st.floats(0, 1))
def test_the_winner_of_an_interval_scores_highest_within_it(table, part):
    values, shares = table
    if len(shares) == 1:
        return

    for interval in one_way_intervals(values, shares, 0):
        weight = interval.weight_from + part * (interval.weight_to - interval.weight_from)
        scores = scores_at(values, shares, 0, weight)

        assert scores[list(interval.winners)] == pytest.approx(scores.max(), abs=1e-7)


@settings(max_examples=100, deadline=None)
@given(tables)
def test_intervals_cover_all_weights_once(table):
    values, shares = table

    found = one_way_intervals(values, shares, len(shares) - 1)

    assert found[0].weight_from == 0.0
    assert found[-1].weight_to == 1.0
    assert [i.weight_to for i in found[:-1]] == [i.weight_from for i in found[1:]]


@settings(max_examples=100, deadline=None)
@given(tables)
def test_options_are_level_at_their_swap_weight(table):
    values, shares = table
    found = swap_weights(values, shares)

    for objective, first, second in np.argwhere(found.exists):
        weight = found.weights[objective, first, second]
        scores = scores_at(values, shares, objective, weight)

        assert scores[first] == pytest.approx(scores[second], abs=1e-9)
        assert 0 < weight < 1


def test_a_pair_without_a_swap_says_so():
    found = swap_weights([[9, 9], [1, 1]], [1, 1])

    assert not found.exists.any()
    assert not found.weights.any()
    assert found.nearest([1, 1]).tolist() == [[-1, -1], [-1, -1]]


def test_a_swap_is_the_same_seen_from_either_option():
    found = swap_weights([[100, 0], [0, 100]], [1, 1])

    assert found.exists.tolist() == [[[False, True], [True, False]]] * 2
    assert found.weights[0].tolist() == [[0, 0.5], [0.5, 0]]


def test_the_nearest_swap_is_the_smallest_change():
    found = swap_weights([[100, 0], [0, 100]], [70, 30])

    assert found.nearest([70, 30])[0, 1] == pytest.approx(0.2)


def test_level_options_share_the_interval():
    found = one_way_intervals([[5, 5], [5, 5], [1, 1]], [1, 1], 0)

    assert [i.winners for i in found] == [(0, 1)]


def test_scale_of_weights_is_irrelevant():
    values = [[70, 20, 1], [30, 90, 5], [50, 50, 80]]

    assert one_way_intervals(values, [2, 1, 1], 1) == one_way_intervals(values, [50, 25, 25], 1)


def test_when_all_weight_is_on_one_objective_the_others_share_evenly():
    found = one_way_intervals([[0, 100, 0], [0, 0, 90], [50, 0, 0]], [1, 0, 0], 0)

    assert [i.winners for i in found] == [(0,), (2,)]
    assert found[0].weight_to == pytest.approx(0.5)


def test_a_single_objective_has_nothing_to_trade():
    found = one_way_intervals([[1], [3]], [5], 0)

    assert [(i.weight_from, i.weight_to, i.winners) for i in found] == [(0.0, 1.0, (1,))]
    assert not swap_weights([[1], [3]], [5]).exists.any()


def test_one_option_always_wins():
    assert [i.winners for i in one_way_intervals([[1, 2]], [1, 1], 0)] == [(0,)]


@pytest.mark.parametrize(
    ("values", "shares", "objective", "message"),
    [
        ([[1, 2]], [1, 1], 2, "objective: 2"),
        ([[1, 2]], [1], 0, "1 given for 2"),
        ([[1, 2]], [0, 0], 0, "all are zero"),
        (np.empty((0, 2)), [1, 1], 0, "at least one"),
    ],
)
def test_bad_input_is_refused(values, shares, objective, message):
    with pytest.raises(McdaError, match=message):
        one_way_intervals(values, shares, objective)


def test_nearest_needs_a_share_for_each_objective():
    with pytest.raises(McdaError, match="1 for 2"):
        swap_weights([[1, 2]], [1, 1]).nearest([1])

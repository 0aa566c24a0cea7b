"""The smallest change of weights that changes the order, checked against linear programmes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linprog

from ratings.mcda.errors import McdaError
from ratings.mcda.flip import flip_first_place, flip_pair, flip_to_first

tables = st.tuples(st.integers(2, 6), st.integers(1, 4)).flatmap(
    lambda shape: st.tuples(
        arrays(np.float64, shape, elements=st.integers(0, 100)),
        arrays(np.float64, shape[1], elements=st.integers(1, 9)),
    )
)


def least_distance(values, shares, option, rivals):
    """The linear programme written out on its own: moves up and moves down."""
    n = len(shares)
    now = shares / shares.sum()
    lead = values[option] - values[rivals]
    result = linprog(
        np.ones(2 * n),
        A_ub=np.hstack([-lead, lead]),
        b_ub=lead @ now,
        A_eq=np.r_[np.ones(n), -np.ones(n)][None],
        b_eq=[0],
        bounds=[(0, None)] * n + [(0, share) for share in now],
    )
    return result.fun if result.success else None


@settings(max_examples=80, deadline=None)
@given(tables)
def test_the_closed_form_of_a_pair_is_the_linear_programme(table):
    values, shares = table

    flip = flip_pair(values, shares, 0, 1)
    expected = least_distance(values, shares, 0, [1])

    assert (flip is None) == (expected is None)
    if flip is not None:
        assert flip.distance == pytest.approx(expected, abs=1e-6)


@settings(max_examples=80, deadline=None)
@given(tables)
def test_flip_weights_reproduce_a_tie(table):
    values, shares = table
    leader = int(np.argmax(values @ shares))

    for option in range(len(values)):
        flip = flip_to_first(values, shares, option)
        if flip is not None and option != leader:
            scores = values @ flip.weights

            assert scores[option] == pytest.approx(scores.max(), abs=1e-9)
            assert flip.weights.sum() == pytest.approx(1)
            assert flip.weights.min() >= 0


@settings(max_examples=60, deadline=None)
@given(tables)
def test_no_smaller_change_makes_the_option_first(table):
    values, shares = table
    option = len(values) - 1

    flip = flip_to_first(values, shares, option)
    expected = least_distance(values, shares, option, list(range(option)))

    assert (flip is None) == (expected is None)
    if flip is not None:
        assert flip.distance == pytest.approx(expected, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(tables)
def test_first_place_changes_at_the_nearest_of_all_flips(table):
    values, shares = table
    leader = int(np.argmax(values @ (shares / shares.sum())))

    flip = flip_first_place(values, shares)
    others = [
        found.distance
        for option in range(len(values))
        if option != leader and (found := flip_to_first(values, shares, option))
    ]

    if flip is None:
        assert others == []
    else:
        assert flip.distance <= min(others, default=2.0) + 1e-8
        lead = values[leader] - values[flip.option]
        assert lead @ flip.weights <= 1e-9


def test_the_distance_counts_weight_taken_and_weight_given():
    flip = flip_first_place([[100, 0], [0, 100]], [70, 30])

    assert flip.option == 1
    assert flip.distance == pytest.approx(0.4)
    assert flip.weights == pytest.approx([0.5, 0.5])
    assert flip.changes == pytest.approx([-0.2, 0.2])


def test_scale_of_weights_is_irrelevant():
    values = [[100, 0, 30], [0, 100, 40]]

    first = flip_first_place(values, [7, 2, 1])
    second = flip_first_place(values, [70, 20, 10])

    assert first.weights == pytest.approx(second.weights)


def test_an_option_behind_everywhere_never_flips():
    assert flip_to_first([[5, 6], [4, 3]], [1, 1], 1) is None
    assert flip_pair([[5, 6], [4, 3]], [1, 1], 1, 0) is None
    assert flip_first_place([[5, 6], [4, 3]], [1, 1]) is None


def test_a_level_option_needs_no_change():
    flip = flip_first_place([[5, 5], [5, 5]], [1, 1])

    assert flip.distance == 0.0
    assert flip.weights.tolist() == [0.5, 0.5]


def test_the_first_option_needs_no_change():
    assert flip_to_first([[9, 9], [1, 1]], [1, 3], 0).distance == 0.0


def test_noise_in_a_value_is_no_obstacle():
    flip = flip_to_first([[0, 100], [1e-12, 100], [100, 0]], [8, 2], 0)

    assert flip.distance == pytest.approx(0.6)


def test_one_option_has_no_rival():
    assert flip_first_place([[1, 2]], [1, 1]) is None


def test_one_objective_has_no_weight_to_move():
    assert flip_first_place([[1], [2]], [1]) is None


def test_an_unknown_option_is_refused():
    with pytest.raises(McdaError, match="option: 2"):
        flip_to_first([[1], [2]], [1], 2)

"""Which ranks can be reached, against a search over all choices and many weights."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ratings.mcda.additive import competition_ranks
from ratings.mcda.errors import McdaError
from ratings.mcda.flip import nearest_weights
from ratings.mcda.reach import best_reachable_ranks, dominates, flip_into_top, never_in_top

tables = st.tuples(st.integers(2, 5), st.integers(1, 4)).flatmap(
    lambda shape: st.tuples(
        arrays(np.float64, shape, elements=st.integers(0, 100)),
        arrays(np.float64, shape[1], elements=st.integers(1, 9)),
    )
)


def nearest_by_enumeration(values, shares, option, k):
    """Try each choice of k - 1 rivals that may stay above."""
    rivals = [i for i in range(len(values)) if i != option]
    now = shares / shares.sum()
    distances = []
    for spared in combinations(rivals, min(k - 1, len(rivals))):
        beaten = [i for i in rivals if i not in spared]
        flip = nearest_weights(now, values[option] - values[beaten], option)
        if flip is not None:
            distances.append(flip.distance)
    return min(distances, default=None)


@settings(max_examples=60, deadline=None)
@given(tables, st.integers(1, 3))
def test_the_integer_programme_finds_the_nearest_choice(table, k):
    values, shares = table
    if dominates(values).any():
        return

    flip = flip_into_top(values, shares, 0, k)
    expected = nearest_by_enumeration(values, shares, 0, k)

    assert (flip is None) == (expected is None)
    if flip is not None:
        assert flip.distance == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("k", [1, 2, 4])
def test_the_bounds_before_the_integer_programme_lose_no_nearer_choice(seed, k):
    rng = np.random.default_rng(seed)
    values = rng.normal(55, 6, (8, 1)) + rng.normal(0, 12, (8, 4))
    shares = rng.dirichlet(np.full(4, 10.0))
    option = int(np.argsort(values @ shares)[seed % 4])

    flip = flip_into_top(values, shares, option, k)
    expected = nearest_by_enumeration(values, shares, option, k)

    assert (flip and flip.distance) == (None if expected is None else pytest.approx(expected, abs=1e-6))


@settings(max_examples=60, deadline=None)
@given(tables, st.integers(1, 3))
def test_at_the_flip_weights_the_option_is_in_the_top(table, k):
    values, shares = table

    for option in range(len(values)):
        flip = flip_into_top(values, shares, option, k)
        if flip is not None:
            assert competition_ranks(values @ flip.weights)[option] <= k


@settings(max_examples=60, deadline=None)
@given(tables)
def test_no_weights_give_a_better_rank_than_the_best_reachable(table):
    values, _ = table
    sample = np.random.default_rng(8).dirichlet(np.ones(values.shape[1]) / 2, 300)

    seen = competition_ranks(sample @ values.T).min(axis=0)

    assert (best_reachable_ranks(values) <= seen).all()


@settings(max_examples=40, deadline=None)
@given(tables, st.integers(1, 3))
def test_never_in_the_top_agrees_with_the_flip(table, k):
    values, shares = table
    never = never_in_top(values, k)

    for option in range(len(values)):
        assert (option in never) == (flip_into_top(values, shares, option, k) is None)


def test_a_narrow_chance_that_sampling_misses_is_found():
    # Option 2 is first only where the weights are within about 1e-4 of one half.
    values = [[100, 0], [0, 100], [50.005, 50.005]]

    assert best_reachable_ranks(values).tolist() == [1, 1, 1]


def test_an_option_between_two_others_is_never_first():
    values = [[100, 0], [0, 100], [45, 45]]

    assert best_reachable_ranks(values).tolist() == [1, 1, 2]
    assert never_in_top(values, 1) == (2,)


def test_a_dominated_option_is_never_first():
    values = [[10, 5], [10, 4], [1, 9]]

    assert dominates(values).tolist() == [[False, True, False], [False] * 3, [False] * 3]
    assert never_in_top(values, 1) == (1,)


def test_identical_options_do_not_dominate():
    values = [[5, 5], [5, 5]]

    assert not dominates(values).any()
    assert best_reachable_ranks(values).tolist() == [1, 1]


def test_one_option_is_first():
    assert best_reachable_ranks([[3, 1]]).tolist() == [1]


def test_with_one_objective_the_order_is_fixed():
    assert best_reachable_ranks([[1], [3], [3]]).tolist() == [3, 1, 1]
    assert flip_into_top([[1], [3], [3]], [1], 0, 2) is None


def test_an_option_in_the_top_needs_no_change():
    assert flip_into_top([[9, 1], [1, 8]], [1, 1], 1, 2).distance == 0.0


@pytest.mark.parametrize("k", [0, -1])
def test_k_must_be_positive(k):
    with pytest.raises(McdaError, match="top k"):
        never_in_top([[1]], k)
    with pytest.raises(McdaError, match="top k"):
        flip_into_top([[1]], [1], 0, k)


def test_an_empty_table_is_refused():
    with pytest.raises(McdaError, match="at least one"):
        best_reachable_ranks(np.empty((0, 2)))

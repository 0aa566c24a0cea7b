"""Gaps between groups carry an interval, and every option falls into one quadrant."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratings.mcda.errors import McdaError
from ratings.mcda.group_gaps import (
    Quadrant,
    classify,
    disagreeing_share,
    earth_mover_distance,
    group_gaps,
)


def table(rows):
    """Masked array in which None is masked."""
    data = np.array(rows, dtype=float)
    return np.ma.MaskedArray(np.nan_to_num(data), mask=np.isnan(data))


def histogram(answers):
    return np.bincount(answers, minlength=10)[1:10]


def test_the_largest_gap_names_both_groups():
    found = group_gaps(table([[20, 50], [80, 55], [40, 40]]), table([[3, 3]] * 3))

    assert found.gap.tolist() == [60, 15]
    assert found.highest.tolist() == [1, 1]
    assert found.lowest.tolist() == [0, 2]


def test_two_groups_have_the_plain_normal_interval():
    found = group_gaps(table([[20], [80]]), table([[3], [4]]), level=0.9)

    assert found.low[0] == pytest.approx(60 - 1.6448536 * 5)
    assert found.high[0] == pytest.approx(60 + 1.6448536 * 5)


def test_more_groups_widen_the_interval():
    two = group_gaps(table([[20], [80]]), table([[3]] * 2))
    five = group_gaps(table([[20], [80], [50], [50], [50]]), table([[3]] * 5))

    assert five.low[0] < two.low[0]


def test_a_group_without_answers_is_left_out():
    found = group_gaps(table([[None], [30], [45]]), table([[None], [1], [1]]))

    assert (found.gap[0], found.highest[0], found.lowest[0]) == (15, 2, 1)


@pytest.mark.parametrize("rows", [[[50]], [[None], [50]], [[None], [None]]])
def test_fewer_than_two_groups_have_no_gap(rows):
    found = group_gaps(table(rows), table(rows))

    assert (found.gap[0], found.highest[0], found.lowest[0]) == (0, -1, -1)
    assert found.low.tolist() == [None]


def test_no_groups_at_all_have_no_gap():
    empty = np.ma.MaskedArray(np.empty((0, 2)))

    assert group_gaps(empty, empty).highest.tolist() == [-1, -1]


def test_groups_of_one_each_have_a_gap_without_an_interval():
    found = group_gaps(table([[10], [90]]), table([[None], [None]]))

    assert found.gap.tolist() == [80]
    assert found.low.tolist() == found.high.tolist() == [None]


def test_level_groups_have_a_gap_of_zero():
    found = group_gaps(table([[50], [50]]), table([[0], [0]]))

    assert (found.gap[0], found.low[0], found.high[0]) == (0, 0, 0)


@pytest.mark.parametrize("level", [0, 1])
def test_the_level_is_a_chance(level):
    with pytest.raises(McdaError, match="level"):
        group_gaps(table([[1]]), table([[1]]), level=level)


def test_means_and_errors_have_one_shape():
    with pytest.raises(McdaError, match="shape"):
        group_gaps(table([[1]]), table([[1, 2]]))


def test_share_of_disagreement_counts_voices_and_weights():
    calm, split = histogram([7] * 6), histogram([1, 1, 1, 9, 9, 9])
    histograms = [[split, calm], [calm, calm]]

    found = disagreeing_share(histograms, voices=[3, 1], shares=[0.4, 0.6])

    assert found.tolist() == pytest.approx([0.75 * 0.4])


def test_cells_with_one_answer_cannot_disagree():
    lone, split = histogram([3]), histogram([1, 1, 1, 9, 9, 9])

    found = disagreeing_share([[split, lone], [lone, lone]], [1, 1], [1])

    assert found.tolist() == [1.0, None]


@pytest.mark.parametrize(
    ("histograms", "voices", "shares"),
    [
        (np.zeros((2, 3, 9), dtype=int), [1], [1]),
        (np.zeros((1, 3, 9), dtype=int), [1], [1, 1]),
    ],
)
def test_histograms_must_fit(histograms, voices, shares):
    with pytest.raises(McdaError, match="histograms"):
        disagreeing_share(histograms, voices, shares)


def test_every_kind_of_agreement_is_told_apart():
    values = table([80, 20, 60, 60, 60, None])
    gaps = group_gaps(
        table([[80, 20, 30, 60, 30, None], [82, 22, 90, 60, 60, None]]),
        table([[2, 2, 2, 2, 20, None]] * 2),
    )

    found = classify(values, gaps, table([0, 0, 0.9, 0.5, 0, None]))

    assert found == (
        Quadrant.AGREED_HIGH,
        Quadrant.AGREED_LOW,
        Quadrant.GROUPS_DIFFER,
        Quadrant.PEOPLE_DIFFER,
        Quadrant.NOT_CLEAR,
        Quadrant.NO_ANSWERS,
    )


@pytest.mark.parametrize(
    ("means", "errors", "disagreeing"),
    [
        ([[30], [60]], [[20], [20]], [0]),  # a wide gap that may be chance
        ([[30], [None]], [[1], [None]], [0]),  # one group alone
        ([[30], [35]], [[1], [None]], [0]),  # a gap whose interval is not known
        ([[30], [35]], [[1], [1]], [None]),  # groups in which nobody stands beside another
    ],
)
def test_where_it_cannot_be_told_there_is_neither_agreement_nor_disagreement(means, errors, disagreeing):
    found = classify(table([45]), group_gaps(table(means), table(errors)), table(disagreeing))

    assert found == (Quadrant.NOT_CLEAR,)


def test_a_narrow_gap_that_is_certain_is_agreement():
    gaps = group_gaps(table([[60], [80]]), table([[0.1], [0.1]]))

    assert classify(table([70]), gaps, table([0])) == (Quadrant.AGREED_HIGH,)


def test_all_arguments_are_of_the_same_options():
    gaps = group_gaps(table([[1]]), table([[1]]))

    with pytest.raises(McdaError, match="same options"):
        classify(table([1, 2]), gaps, table([0]))


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=9),
    st.lists(st.integers(1, 9), min_size=1, max_size=9),
)
def test_earth_mover_distance_is_at_least_the_difference_of_means(first, second):
    found = earth_mover_distance(histogram(first), histogram(second))

    assert found >= abs(np.mean(first) - np.mean(second)) - 1e-9


def test_groups_with_one_mean_can_lie_apart():
    found = earth_mover_distance(histogram([1, 9]), histogram([5, 5]))

    assert found == pytest.approx(4)


def test_distance_to_nobody_is_not_known():
    found = earth_mover_distance([histogram([3])], np.zeros((1, 9), dtype=int))

    assert found.tolist() == [None]


def test_distances_need_one_shape():
    with pytest.raises(McdaError, match="differ"):
        earth_mover_distance([1, 2], [1, 2, 3])

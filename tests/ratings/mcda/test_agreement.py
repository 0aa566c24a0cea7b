"""Agreement figures match published cases, the plain way, and degenerate input."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ratings.mcda.agreement import kendall_w, krippendorff_alpha, percentile, spread
from ratings.mcda.errors import McdaError
from tests.ratings.mcda.reference_cases import load

answer_lists = st.lists(st.integers(1, 9), min_size=1, max_size=40)


def histogram(answers):
    return np.bincount(answers, minlength=10)[1:10]


@settings(max_examples=150, deadline=None)
@given(answer_lists, st.sampled_from([0.25, 0.3, 0.5, 0.7, 0.75]))
def test_percentiles_equal_those_of_the_answers_written_out(answers, fraction):
    found = percentile(histogram(answers), fraction)

    assert found == pytest.approx(np.percentile(answers, 100 * fraction), abs=1e-9)


def test_many_cells_are_summarised_at_once():
    counts = np.array([[histogram([2, 4, 9]), histogram([5])], [histogram([1, 2]), [0] * 9]])

    found = spread(counts)

    assert found.answers.tolist() == [[3, 1], [2, 0]]
    assert found.median.tolist() == [[4, 5], [1.5, 0]]
    assert found.interquartile_range == pytest.approx(np.array([[3.5, 0], [0.5, 0]]))


def test_the_expected_spread_grows_by_the_manuals_constants():
    # IPR from 7 to 8 is centred on 7.5: IPRAS = 2.35 + 1.5 * 2.5 = 6.1.
    found = spread(histogram([7, 7, 7, 7, 8, 8, 8, 8]))

    assert found.index == pytest.approx(1 / 6.1)
    assert not found.disagreement


def test_two_point_polarisation_is_disagreement():
    found = spread(histogram([1] * 10 + [9] * 10))

    assert found.median == 5
    assert found.index == pytest.approx(8 / 2.35)
    assert found.disagreement


def test_identical_answers_agree():
    found = spread(histogram([9] * 12))

    assert found.index == 0
    assert not found.disagreement


def test_cells_without_answers_read_zero():
    found = spread(np.zeros((2, 9), dtype=int))

    assert found.median.tolist() == [0, 0]
    assert found.index.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        (np.zeros(5, dtype=int), "9 ratings"),
        ([0.5] * 9, "whole numbers"),
        ([-1] + [0] * 8, "negative"),
        (3, "table"),
    ],
)
def test_bad_counts_are_refused(counts, message):
    with pytest.raises(McdaError, match=message):
        spread(counts)


def units(case):
    """Histogram of each column of a case, rows being raters and None missing."""
    table = np.array(case["matrix"], dtype=float)
    size = int(np.nanmax(table))
    counts = [np.bincount(column[~np.isnan(column)].astype(int), minlength=size + 1)[1:] for column in table.T]
    return np.array(counts)


@pytest.mark.parametrize("metric", ["ordinal", "nominal"])
def test_alpha_of_krippendorffs_own_data(metric):
    case = load(f"krippendorff_{metric}_C")

    found = krippendorff_alpha(units(case), metric=metric)

    assert found == pytest.approx(case["expected_scores"][0], abs=case["tolerance"])


def test_alpha_is_one_when_all_answers_are_the_same():
    assert krippendorff_alpha([[0, 5, 0], [0, 4, 0]]) == 1.0


def test_alpha_is_one_when_each_unit_agrees():
    assert krippendorff_alpha([[5, 0], [0, 4]]) == pytest.approx(1.0)


def test_alpha_is_below_zero_for_two_point_polarisation():
    assert krippendorff_alpha([[2, 0, 2]] * 6) < 0


@pytest.mark.parametrize("counts", [[[1, 0], [0, 1]], np.zeros((0, 9), dtype=int)])
def test_alpha_needs_a_unit_with_two_answers(counts):
    assert krippendorff_alpha(counts) is None


def test_alpha_needs_a_table():
    with pytest.raises(McdaError, match="2 dimensions"):
        krippendorff_alpha(np.zeros((2, 2, 9), dtype=int))


@pytest.mark.parametrize("name", ["kendall_w_anxiety_ties", "kendall_w_perfect"])
def test_concordance_matches_published_cases(name):
    case = load(name)

    found = kendall_w(case["matrix"])

    assert found.w == pytest.approx(case["expected_scores"][0], abs=case["tolerance"])
    assert found.chi2 == pytest.approx(case["expected_chi2"], abs=1e-9)
    assert found.p == pytest.approx(case["expected_p"], abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(
    st.tuples(st.integers(2, 6), st.integers(2, 6)).flatmap(
        lambda shape: arrays(np.float64, shape, elements=st.integers(1, 9))
    )
)
def test_concordance_is_between_nothing_and_full(table):
    found = kendall_w(table)

    assert 0 <= found.w <= 1
    assert kendall_w(table[::-1]).w == pytest.approx(found.w)
    assert kendall_w(table[:, ::-1]).w == pytest.approx(found.w)


def test_raters_with_gaps_are_dropped_and_counted():
    scores = [[1, 2, 3], [1, 2, 3], [3, np.nan, 1]]
    answered = [[True] * 3, [True] * 3, [True, False, True]]

    found = kendall_w(scores, answered)

    assert (found.w, found.raters, found.dropped) == (pytest.approx(1.0), 2, 1)


def test_two_options_are_compared_by_signs():
    found = kendall_w([[1, 2], [1, 2], [1, 2], [2, 1], [5, 5]])

    assert found.w == pytest.approx(4 / (5 * 4))


def test_level_raters_are_in_complete_agreement():
    found = kendall_w([[5, 5, 5], [7, 7, 7]])

    assert (found.w, found.chi2, found.p) == (1.0, None, None)


@pytest.mark.parametrize("scores", [[[1, 2, 3]], [[1], [2]], np.empty((0, 3))])
def test_concordance_needs_two_raters_and_two_options(scores):
    assert kendall_w(scores).w is None


def test_opposite_raters_do_not_agree():
    assert kendall_w([[1, 2, 3], [3, 2, 1]]).w == pytest.approx(0)


@pytest.mark.parametrize(
    ("scores", "answered", "message"),
    [
        ([1, 2], None, "2 dimensions"),
        ([[1, 2]], [[True]], "answered: shape"),
        ([[1, np.nan], [1, 2]], None, "not finite"),
    ],
)
def test_bad_scores_are_refused(scores, answered, message):
    with pytest.raises(McdaError, match=message):
        kendall_w(scores, answered)

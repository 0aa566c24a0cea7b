import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratings.mcda.cells import mean_cells
from ratings.mcda.errors import McdaError
from ratings.mcda.histograms import cell_histograms, cell_moments, cell_sums_from_rows
from ratings.mcda.problem import MISSING
from tests.ratings.mcda.panels import empty_panel, make_panel, random_panel
from tests.ratings.mcda.reference_cases import load

SCALE = np.arange(1, 10)


def rows_of(panel):
    people, cells = np.nonzero(panel.sheets != MISSING)
    return panel.groups[people], cells, panel.sheets[people, cells]


def test_histograms_count_each_rating_of_each_group():
    panel = make_panel([[[1]], [[9]], [[9]], [[None]]], groups=[0, 1, 1, 1])

    result = cell_histograms(panel)

    assert result[0, 0].tolist() == [1, 0, 0, 0, 0, 0, 0, 0, 0]
    assert result[1, 0].tolist() == [0, 0, 0, 0, 0, 0, 0, 0, 2]


def test_sheets_and_rows_give_the_same_sums_exactly():
    panel = random_panel(3, people=500, options=4, groups=3)
    groups, cells, ratings = rows_of(panel)

    sums, counts = cell_sums_from_rows(groups, cells, ratings, shape=(3, 12))

    histograms = cell_histograms(panel)
    assert (histograms.sum(axis=2) == counts).all()
    assert (histograms @ SCALE == sums).all()


def test_rows_with_missing_answers_give_the_reference_means():
    case = load("pipeline_missing_3x2")
    given = [row for row in case["ratings"] if row[3] is not None]
    cells = [int(row[1][1:]) * 2 + int(row[2][1:]) - 3 for row in given]

    sums, counts = cell_sums_from_rows([0] * len(given), cells, [r[3] for r in given], shape=(1, 6))

    means = (sums / counts).reshape(3, 2)
    assert means == pytest.approx(np.array(case["expected_means"]), abs=case["tolerance"])
    assert means @ case["weights"] == pytest.approx(case["expected_scores"], abs=1e-9)


def test_rows_outside_the_grid_are_refused():
    with pytest.raises(McdaError, match="cells: an index lies outside 0-5"):
        cell_sums_from_rows([0], [6], [5], shape=(1, 6))


def test_a_mean_is_taken_over_the_answers_given():
    panel = make_panel([[[1]], [[5]], [[None]]])

    result = mean_cells(panel)

    assert result.raw_means.tolist() == [[[3.0]]]
    assert result.values.tolist() == [[[25.0]]]
    assert result.counts.tolist() == [[[2]]]


def test_a_cell_without_answers_has_no_value():
    panel = make_panel([[[1, None]], [[5, None]]])

    result = mean_cells(panel)

    assert result.values.tolist() == [[[25.0, None]]]
    assert result.raw_means.tolist() == [[[3.0, None]]]


def test_one_answer_has_no_standard_error():
    panel = make_panel([[[5, 5]], [[None, 7]]])

    result = mean_cells(panel)

    assert result.standard_errors.tolist() == [[[None, 12.5]]]


def test_equal_answers_have_a_standard_error_of_zero():
    panel = make_panel([[[7]]] * 7)

    result = mean_cells(panel)

    assert result.standard_errors.tolist() == [[[0.0]]]


def test_an_empty_panel_has_cells_without_values():
    result = mean_cells(empty_panel(options=1, objectives=1, groups=1))

    assert result.values.tolist() == [[[None]]]
    assert result.counts.tolist() == [[[0]]]


def test_people_beyond_one_block_are_all_counted():
    people = 16 * 255 * 2 + 7
    sheets = np.full((people, 3), 9, dtype=np.uint8)
    sheets[::2, 1] = MISSING
    panel = make_panel(sheets.reshape(people, 3, 1).tolist())

    counts, sums, squares = cell_moments(panel)

    answered = [people, people // 2, people]
    assert counts.tolist() == [answered]
    assert sums.tolist() == [[9 * count for count in answered]]
    assert squares.tolist() == [[81 * count for count in answered]]
    assert cell_histograms(panel)[0, :, 8].tolist() == answered


@given(seed=st.integers(0, 2**32 - 1), people=st.integers(0, 40))
def test_moments_follow_from_the_histograms(seed, people):
    panel = random_panel(seed, people=people, options=3, groups=2)

    counts, sums, squares = cell_moments(panel)

    histograms = cell_histograms(panel)
    assert (histograms.sum(axis=2) == counts).all()
    assert (histograms @ SCALE == sums).all()
    assert (histograms @ SCALE**2 == squares).all()


def test_whoever_left_the_first_cell_open_is_a_member_but_nobody_without_answers_is():
    panel = make_panel([[[None, 5]], [[None, None]], [[3, None]]])

    assert mean_cells(panel).members.tolist() == [2]

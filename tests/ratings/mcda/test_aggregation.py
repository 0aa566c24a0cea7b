import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratings.mcda.adjusted import adjusted_cells
from ratings.mcda.aggregation import (
    combine,
    group_scores,
    leave_one_group_out,
    top_k,
)
from ratings.mcda.cells import mean_cells
from ratings.mcda.errors import McdaError
from ratings.mcda.problem import MISSING
from ratings.mcda.voices import EQUAL, PERSON, declared_voice
from ratings.mcda.weights import elicited_weights, weights_without_group
from tests.ratings.mcda.panels import empty_panel, make_panel, random_panel

seeds = st.integers(0, 2**32 - 1)
methods = st.sampled_from([mean_cells, lambda panel: adjusted_cells(panel).cells])
voices = st.sampled_from([EQUAL, PERSON, declared_voice([3, 2, 1])])


def test_equal_voice_averages_the_groups():
    panel = make_panel([[[1]], [[1]], [[1]], [[9]]], groups=[0, 0, 0, 1])

    assert combine(mean_cells(panel), EQUAL, [1]).scores.tolist() == [50.0]


def test_one_voice_a_person_averages_the_people():
    panel = make_panel([[[1]], [[1]], [[1]], [[9]]], groups=[0, 0, 0, 1])

    assert combine(mean_cells(panel), PERSON, [1]).scores.tolist() == [25.0]


def test_declared_voice_averages_as_declared():
    panel = make_panel([[[1]], [[1]], [[1]], [[9]]], groups=[0, 0, 0, 1])

    assert combine(mean_cells(panel), declared_voice([1, 3]), [1]).scores.tolist() == [75.0]


def test_a_silent_group_is_named_and_its_share_passed_on():
    panel = make_panel([[[3]], [[7]]], groups=[0, 2], group_count=3)

    result = combine(mean_cells(panel), EQUAL, [1])

    assert result.silent == (1,)
    assert result.scores.tolist() == [50.0]
    assert result.group_shares[:, 0, 0].tolist() == [0.5, 0, 0.5]


@pytest.mark.parametrize("method", [mean_cells, lambda panel: adjusted_cells(panel).cells])
def test_people_who_answered_different_cells_all_count_as_voices(method):
    panel = make_panel([[[3], [None]], [[None], [7]], [[None], [None]]])

    assert combine(method(panel), EQUAL, [1]).effective_people == pytest.approx(2)


def test_an_option_with_an_open_cell_has_no_score_and_no_rank():
    panel = make_panel([[[3, 5], [7, None], [9, 9]]])

    result = combine(mean_cells(panel), EQUAL, [1, 1])

    assert result.scores.tolist() == [37.5, None, 100.0]
    assert result.ranks.tolist() == [2, None, 1]
    assert result.scored.tolist() == [True, False, True]
    assert result.values.tolist()[1] == [75.0, None]


def test_an_open_cell_in_an_objective_without_weight_does_not_matter():
    panel = make_panel([[[3, 5], [7, None]]])

    result = combine(mean_cells(panel), EQUAL, [1, 0])

    assert result.scores.tolist() == [25.0, 75.0]


def test_a_cell_answered_only_by_a_group_that_counts_for_nothing_is_open():
    panel = make_panel([[[3], [5]], [[7], [None]]], groups=[0, 1])

    result = combine(mean_cells(panel), declared_voice([0, 1]), [1])

    assert result.scores.tolist() == [75.0, None]


def test_nobody_means_no_scores():
    result = combine(mean_cells(empty_panel()), EQUAL, [1, 1])

    assert result.scores.tolist() == [None, None, None]
    assert result.ranks.tolist() == [None, None, None]
    assert result.silent == (0, 1)
    assert result.effective_people == 0


def test_one_option_of_one_rater_ranks_first():
    result = combine(mean_cells(make_panel([[[5]]])), EQUAL, [2])

    assert result.ranks.tolist() == [1]


def test_two_camps_at_the_ends_meet_in_the_middle():
    panel = make_panel([[[1], [9]], [[9], [1]]])

    result = combine(adjusted_cells(panel).cells, EQUAL, [1])

    assert result.scores.tolist() == pytest.approx([50, 50])
    assert result.ranks.tolist() == [1, 1]


def test_weights_for_other_objectives_are_refused():
    with pytest.raises(McdaError, match="weights: 3 given for 2 objectives"):
        combine(mean_cells(empty_panel()), EQUAL, [1, 1, 1])


def test_a_generous_group_does_not_lift_what_it_alone_rates():
    generous, others = [[9], [8], [None]], [[None], [4], [5]]
    panel = make_panel([generous] * 4 + [others] * 4, groups=[0] * 4 + [1] * 4)

    plain = combine(mean_cells(panel), EQUAL, [1]).scores
    fair = combine(adjusted_cells(panel).cells, EQUAL, [1]).scores

    assert plain[0] - plain[2] == pytest.approx(50)
    assert abs(fair[0] - fair[2]) < 13


@settings(max_examples=40, deadline=None)
@given(seeds, methods, voices)
def test_nothing_but_finite_numbers_between_0_and_100_comes_out(seed, method, voice):
    rng = np.random.default_rng(seed)
    panel = random_panel(
        seed,
        people=int(rng.integers(0, 8)),
        options=int(rng.integers(1, 5)),
        objectives=int(rng.integers(1, 4)),
        answered=float(rng.random()),
    )

    result = combine(method(panel), voice, np.ones(panel.shape[1]))

    for array in (result.scores, result.values, result.group_values):
        assert np.isfinite(array.data).all()
        assert array.data.min() >= 0
        assert array.data.max() <= 100 + 1e-9


@settings(max_examples=40, deadline=None)
@given(seeds)
def test_one_voice_a_person_is_the_mean_over_all_sheets(seed):
    panel = random_panel(seed)
    cube = np.ma.masked_equal(panel.sheets.reshape(-1, 5, 3).astype(float), MISSING)

    result = combine(mean_cells(panel), PERSON, [1, 2, 3])

    expected = ((cube.mean(axis=0) - 1) * 12.5) @ np.array([1, 2, 3]) / 6
    assert result.scores.tolist() == pytest.approx(expected.tolist(), abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(seeds, methods, voices, st.floats(1e-3, 1e3))
def test_the_scale_of_weights_and_a_weightless_objective_change_nothing(seed, method, voice, factor):
    cells = method(random_panel(seed))

    full = combine(cells, voice, np.array([2, 3, 0]) * factor)

    values = full.values.data[:, :2] @ np.array([0.4, 0.6])
    assert full.scores.data[full.scored] == pytest.approx(values[full.scored], abs=1e-9)


def test_leaving_a_group_out_equals_a_panel_without_it():
    panel = random_panel(4, people=60)
    cells = mean_cells(panel)

    result = leave_one_group_out(cells, EQUAL, [[1, 2, 3]] * 3)

    for group, aggregate in enumerate(result):
        rest = combine(mean_cells(panel.subset(panel.groups != group)), EQUAL, [1, 2, 3])
        assert aggregate.scores.tolist() == pytest.approx(rest.scores.tolist())
        assert group in aggregate.silent


def test_leaving_out_the_only_group_that_counts_leaves_no_score():
    cells = mean_cells(make_panel([[[3]], [[7]]], groups=[0, 1]))

    result = leave_one_group_out(cells, declared_voice([0, 1]), [[1], [1]])

    assert result[1].scores.tolist() == [None]


def test_weights_without_a_group_are_those_of_the_others():
    ratings = np.full((3, 1, 2), 5)
    panel = make_panel(ratings, groups=[0, 1, 2], swings=[[100, 0], [0, 100], [50, 50]])
    elicited = elicited_weights(panel, EQUAL, fallback=[1, 1])

    assert weights_without_group(elicited, EQUAL, 0).tolist() == [0.25, 0.75]


def test_a_group_has_its_own_order_under_its_own_weights():
    panel = make_panel([[[9, 1], [1, 8]], [[9, 1], [1, 8]]], groups=[0, 1])

    scores, ranks = group_scores(mean_cells(panel), [[1, 0], [0, 1]])

    assert scores.tolist() == [[100, 0], [0, 87.5]]
    assert ranks.tolist() == [[1, 2], [2, 1]]


def test_a_group_with_an_open_cell_does_not_rank_that_option():
    panel = make_panel([[[9], [None]], [[3], [4]]], groups=[0, 1])

    scores, ranks = group_scores(mean_cells(panel), [1])

    assert scores.tolist() == [[100, None], [25, 37.5]]
    assert ranks.tolist() == [[1, None], [2, 1]]


def test_ties_at_the_last_place_all_belong_to_the_top():
    ranks = np.ma.MaskedArray([1, 2, 2, 4, 0], mask=[0, 0, 0, 0, 1])

    assert top_k(ranks, 2) == (0, 1, 2)

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratings.mcda.additive import (
    additive_scores,
    competition_ranks,
    display_order,
    hierarchical_weights,
    is_dominated,
    linear_value,
    local_linear_values,
    rating_values,
    round_half_up,
)
from ratings.mcda.errors import McdaError
from tests.ratings.mcda.reference_cases import load

matrices = st.tuples(st.integers(1, 6), st.integers(1, 5), st.integers(0, 2**32 - 1))


def random_case(shape):
    options, objectives, seed = shape
    rng = np.random.default_rng(seed)
    return (
        rng.integers(0, 101, (options, objectives)),
        rng.integers(1, 101, objectives),
        rng,
    )


def test_the_published_decision_conference_comes_out():
    case = load("additive_mhin_ahuja2023")

    scores = additive_scores(case["matrix"], case["weights"])

    assert scores == pytest.approx(case["expected_scores"], abs=case["tolerance"])
    assert competition_ranks(scores).tolist() == case["expected_ranks"]
    assert [round_half_up(s, 0) for s in scores] == case["published_totals"]


def test_local_scales_give_the_reference_case():
    case = load("additive_local_tzeng2011")

    scores = additive_scores(local_linear_values(case["matrix"]), case["weights"])

    assert scores == pytest.approx(case["expected_scores"], abs=case["tolerance"])
    assert competition_ranks(scores).tolist() == case["expected_ranks"]


def test_the_fixed_scale_runs_from_1_to_9():
    assert rating_values([1, 5, 9]).tolist() == [0, 50, 100]


def test_a_rating_outside_the_scale_is_refused():
    with pytest.raises(McdaError, match="within 1-9"):
        rating_values([0.5])


def test_a_falling_scale_turns_low_measures_into_high_values():
    assert linear_value([10, 20, 30], worst=30, best=10).tolist() == [100, 50, 0]


def test_a_scale_without_length_is_refused():
    with pytest.raises(McdaError, match="differ"):
        linear_value([1], worst=2, best=2)


def test_a_constant_column_has_no_local_value():
    assert local_linear_values([[3, 1], [3, 2]]).tolist() == [[0, 0], [0, 100]]


def test_costs_turn_round_on_local_scales():
    result = local_linear_values([[1, 1], [2, 2]], lower_is_better=[False, True])

    assert result.tolist() == [[0, 100], [100, 0]]


def test_equal_scores_share_the_better_rank():
    assert competition_ranks([50, 70, 70, 10]).tolist() == [3, 1, 1, 4]


def test_scores_within_the_tolerance_tie():
    assert competition_ranks([1.0, 1.0 + 5e-10, 1.0 + 3e-9]).tolist() == [2, 2, 1]


def test_ranks_of_many_draws_are_those_of_each_draw():
    draws = np.random.default_rng(1).integers(0, 4, (50, 6)).astype(float)

    together = competition_ranks(draws)

    assert together.tolist() == [competition_ranks(draw).tolist() for draw in draws]


def test_one_option_ranks_first():
    assert competition_ranks([3.0]).tolist() == [1]


def test_a_score_that_is_no_number_is_refused():
    with pytest.raises(McdaError, match="not finite"):
        competition_ranks([1.0, np.nan])


def test_ties_are_listed_by_code():
    result = display_order([10.0, 30.0, 30.0 + 1e-10], ["A", "C", "B"])

    assert result.tolist() == [2, 1, 0]


@pytest.mark.parametrize(
    ("number", "decimals", "shown"),
    [
        (32.515, 0, 33.0),
        (32.5, 0, 33.0),
        (32.515, 2, 32.52),
        (0.25, 1, 0.3),
        (2.675, 2, 2.68),
        (0.1 + 0.2 - 0.05, 1, 0.3),
        (3 * 0.15, 1, 0.5),
        (99.95, 1, 100.0),
        (0.0, 1, 0.0),
    ],
)
def test_halves_round_up(number, decimals, shown):
    assert round_half_up(number, decimals) == shown


def test_a_tree_of_objectives_equals_the_flat_list():
    values = np.array([[10, 60, 90], [70, 20, 40]])
    flat = hierarchical_weights([60, 40], [3, 1, 5], [0, 0, 1])

    by_branch = 0.6 * (0.75 * values[:, 0] + 0.25 * values[:, 1]) + 0.4 * values[:, 2]

    assert flat == pytest.approx([0.45, 0.15, 0.4])
    assert additive_scores(values, flat) == pytest.approx(by_branch)


def test_a_branch_of_weightless_leaves_is_refused():
    with pytest.raises(McdaError, match="branch 1"):
        hierarchical_weights([1, 1], [1, 0], [0, 1])


@given(matrices)
def test_permuting_options_and_objectives_permutes_scores(shape):
    values, weights, rng = random_case(shape)
    rows = rng.permutation(len(values))
    columns = rng.permutation(len(weights))

    moved = additive_scores(values[rows][:, columns], weights[columns])

    assert moved == pytest.approx(additive_scores(values, weights)[rows], abs=1e-9)


@given(matrices, st.floats(1e-3, 1e3))
def test_the_scale_of_the_weights_does_not_matter(shape, factor):
    values, weights, _ = random_case(shape)

    scaled = additive_scores(values, weights * factor)

    assert scaled == pytest.approx(additive_scores(values, weights), abs=1e-9)


@given(matrices)
def test_weight_zero_leaves_the_objective_out(shape):
    values, weights, rng = random_case(shape)
    extra = rng.integers(0, 101, (len(values), 1))

    padded = additive_scores(np.hstack([values, extra]), [*weights, 0])

    assert padded == pytest.approx(additive_scores(values, weights), abs=1e-9)


@given(matrices)
def test_a_dominated_option_never_ranks_first(shape):
    values, weights, _ = random_case(shape)

    ranks = competition_ranks(additive_scores(values, weights))

    assert not (is_dominated(values) & (ranks == 1)).any()

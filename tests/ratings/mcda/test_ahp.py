"""Weights from pairwise comparisons match Saaty's example."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratings.mcda.ahp import ahp_weights
from ratings.mcda.errors import McdaError
from tests.ratings.mcda.reference_cases import load


def test_saatys_drinks():
    case = load("ahp_saaty_drinks")

    found = ahp_weights(case["matrix"])

    assert found.shares == pytest.approx(case["expected_scores"], abs=case["tolerance"])
    assert found.greatest == pytest.approx(case["expected_lambda_max"], abs=1e-9)
    assert found.consistency_index == pytest.approx(case["expected_CI"], abs=1e-9)
    assert found.consistency_ratio == pytest.approx(case["expected_CR"], abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0.05, 20), min_size=1, max_size=15))
def test_consistent_comparisons_give_back_their_weights(weights):
    weights = np.array(weights)

    found = ahp_weights(weights[:, None] / weights[None, :])

    assert found.shares == pytest.approx(weights / weights.sum(), abs=1e-9)
    assert found.consistency_ratio == pytest.approx(0, abs=1e-9)


def test_two_objectives_cannot_be_inconsistent():
    found = ahp_weights([[1, 3], [1 / 3, 1]])

    assert found.shares == pytest.approx([0.75, 0.25])
    assert found.consistency_ratio == 0.0


def test_one_objective_has_all_the_weight():
    assert ahp_weights([[1]]).shares.tolist() == [1.0]


def test_circular_comparisons_are_inconsistent():
    found = ahp_weights([[1, 3, 1 / 3], [1 / 3, 1, 3], [3, 1 / 3, 1]])

    assert found.shares == pytest.approx([1 / 3] * 3)
    assert found.consistency_ratio > 0.1


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        ([[1, 2, 3]], "square"),
        (np.ones((16, 16)), "square"),
        ([[1, 0], [1, 1]], "not above 0"),
        ([[1, 2], [2, 1]], "do not match"),
        ([[2]], "do not match"),
    ],
)
def test_bad_comparisons_are_refused(matrix, message):
    with pytest.raises(McdaError, match=message):
        ahp_weights(matrix)

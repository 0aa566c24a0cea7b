import numpy as np
import pytest

from ratings.mcda.errors import McdaError
from ratings.mcda.voices import EQUAL, PERSON, declared_voice
from ratings.mcda.weights import elicited_weights, rank_order_centroid, swing_weights
from tests.ratings.mcda.panels import empty_panel, make_panel
from tests.ratings.mcda.reference_cases import load


def swing_panel(swings, groups, group_count=None):
    people, objectives = len(swings), len(swings[0])
    ratings = np.full((people, 1, objectives), 5)
    return make_panel(ratings, groups=groups, swings=swings, group_count=group_count)


@pytest.mark.parametrize("name", ["swing_five", "swing_with_zero"])
def test_swing_points_give_the_reference_shares(name):
    case = load(name)

    assert swing_weights(case["weights"]) == pytest.approx(case["expected_scores"], abs=1e-12)


def test_points_that_are_all_zero_are_refused():
    with pytest.raises(McdaError, match="swing points: all are zero"):
        swing_weights([0, 0])


@pytest.mark.parametrize("n", [3, 5])
def test_the_centroid_gives_the_reference_shares(n):
    case = load(f"roc_weights_{n}")

    assert rank_order_centroid(n) == pytest.approx(case["expected_scores"], abs=1e-12)


def test_the_centroid_of_one_objective_is_all():
    assert rank_order_centroid(1).tolist() == [1.0]


def test_the_centroid_of_none_is_refused():
    with pytest.raises(McdaError):
        rank_order_centroid(0)


def test_points_are_normalised_in_each_person_before_the_average():
    panel = swing_panel([[100, 100], [1, 3]], [0, 0])

    result = elicited_weights(panel, PERSON, fallback=[1, 1])

    assert result.shares.tolist() == [0.375, 0.625]


def test_equal_voice_gives_a_small_group_its_half():
    panel = swing_panel([[100, 0], [100, 0], [100, 0], [0, 100]], [0, 0, 0, 1])

    equal = elicited_weights(panel, EQUAL, fallback=[1, 1])
    person = elicited_weights(panel, PERSON, fallback=[1, 1])

    assert equal.shares.tolist() == [0.5, 0.5]
    assert person.shares.tolist() == [0.75, 0.25]


def test_declared_voice_weighs_groups_as_declared():
    panel = swing_panel([[100, 0], [0, 100]], [0, 1])

    result = elicited_weights(panel, declared_voice([3, 1]), fallback=[1, 1])

    assert result.shares.tolist() == [0.75, 0.25]


def test_people_without_usable_points_are_left_out():
    panel = swing_panel([[100, 0], [None, 100], [0, 0]], [0, 0, 1])

    result = elicited_weights(panel, EQUAL, fallback=[1, 1])

    assert result.shares.tolist() == [1, 0]
    assert result.counts.tolist() == [1, 0]
    assert result.group_shares.tolist() == [1, 0]
    assert not result.fallback


def test_nobody_with_points_means_the_stated_fallback():
    result = elicited_weights(empty_panel(objectives=2), EQUAL, fallback=[1, 3])

    assert result.fallback
    assert result.shares.tolist() == [0.25, 0.75]


def test_only_groups_of_no_weight_means_the_stated_fallback():
    panel = swing_panel([[100, 0]], [0], group_count=2)

    result = elicited_weights(panel, declared_voice([0, 1]), fallback=[1, 3])

    assert result.fallback

"""Weights are drawn from the set that was stated, evenly."""

import numpy as np
import pytest

from ratings.mcda.errors import McdaError
from ratings.mcda.weight_sources import (
    AnyWeights,
    GivenWeights,
    OrderedWeights,
    order_of_weights,
)
from ratings.mcda.weights import rank_order_centroid


def shares(source, size=200_000):
    drawn = source.draw(np.random.default_rng(3), size)
    return drawn / drawn.sum(axis=1, keepdims=True)


def test_any_weights_average_to_equal_shares():
    drawn = shares(AnyWeights(4))

    assert drawn.min() >= 0
    assert drawn.mean(axis=0) == pytest.approx([0.25] * 4, abs=0.002)


def test_ordered_weights_keep_the_order():
    drawn = shares(OrderedWeights(((2,), (0,), (1,))))

    assert (drawn[:, 2] >= drawn[:, 0]).all()
    assert (drawn[:, 0] >= drawn[:, 1]).all()


def test_ordered_weights_average_to_the_rank_order_centroid():
    drawn = shares(OrderedWeights(((0,), (1,), (2,))))

    assert drawn.mean(axis=0) == pytest.approx(rank_order_centroid(3), abs=0.002)


def test_objectives_of_one_tier_are_in_no_order():
    drawn = shares(OrderedWeights(((0, 2), (1,))))

    assert np.mean(drawn[:, 0] > drawn[:, 2]) == pytest.approx(0.5, abs=0.005)
    assert (drawn[:, [0, 2]].min(axis=1) >= drawn[:, 1]).all()


def test_order_of_weights_puts_equal_weights_in_one_tier():
    source = order_of_weights([20, 50, 20, 10])

    assert source.order == ((1,), (0, 2), (3,))


def test_given_weights_are_drawn_by_their_chances():
    source = GivenWeights([[1, 0], [0, 5]], chances=[3, 1])

    assert shares(source).mean(axis=0) == pytest.approx([0.75, 0.25], abs=0.005)


@pytest.mark.parametrize("order", [(), ((0,), (0,)), ((0,), (2,))])
def test_an_order_names_each_objective_once(order):
    with pytest.raises(McdaError, match="once each"):
        OrderedWeights(order)


@pytest.mark.parametrize(
    ("rows", "chances", "message"),
    [
        (np.empty((0, 3)), None, "nobody"),
        ([[1, 1], [0, 0]], None, "row 1"),
        ([[1, -1], [1, 1]], None, "row 0"),
        ([[1, 1]], [1, 1], "chances: 2 for 1"),
        ([[1, np.nan]], None, "not finite"),
    ],
)
def test_bad_given_weights_are_refused(rows, chances, message):
    with pytest.raises(McdaError, match=message):
        GivenWeights(rows, chances)


def test_any_weights_need_an_objective():
    with pytest.raises(McdaError, match="at least one"):
        AnyWeights(0)

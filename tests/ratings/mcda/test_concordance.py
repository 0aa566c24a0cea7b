"""The interval of Kendall's W against leaving out raters one by one with the plain function."""

import math

import numpy as np
import pytest

from ratings.mcda.agreement import kendall_w
from ratings.mcda.concordance import Z, kendall_w_interval


def some_scores(seed, people=30, options=6, likeness=1.0):
    rng = np.random.default_rng(seed)
    return np.rint(
        likeness * rng.normal(0, 2, options) + rng.normal(0, 2, (people, options))
    )  # whole, so that some tie


@pytest.mark.parametrize("seed", range(5))
def test_it_is_the_jackknife_of_the_plain_function(seed):
    scores = some_scores(seed)
    parts = np.array([kendall_w(np.delete(scores, i, axis=0)).w for i in range(len(scores))])
    error = math.sqrt((len(parts) - 1) / len(parts) * ((parts - parts.mean()) ** 2).sum())

    low, high = kendall_w_interval(scores)

    w = kendall_w(scores).w
    assert (low, high) == pytest.approx((max(0, w - Z * error), min(1, w + Z * error)))


def test_raters_who_left_something_out_do_not_count():
    scores, answered = some_scores(1), np.ones((30, 6), dtype=bool)
    answered[:5, 2] = False

    assert kendall_w_interval(scores, answered) == kendall_w_interval(scores[5:])


def test_the_same_order_from_all_is_certain():
    assert kendall_w_interval([[1, 2, 3]] * 9) == pytest.approx((1, 1))


@pytest.mark.parametrize("scores", [[[1, 2]] * 2, [[1]] * 9, [[5, 5, 5]] * 9])
def test_too_little_has_no_interval(scores):
    assert kendall_w_interval(scores) is None

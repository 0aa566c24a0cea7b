"""Likeness of orders equals scipy's on each pair, and says how many pairs it rests on."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from ratings.mcda.agreement import kendall_w
from ratings.mcda.errors import McdaError
from ratings.mcda.likeness import mean_spearman


def pairwise_by_scipy(scores, answered, least):
    found = []
    for first, second in combinations(range(len(scores)), 2):
        shared = answered[first] & answered[second]
        rows = scores[first][shared], scores[second][shared]
        if shared.sum() >= least and all(np.ptp(row) > 0 for row in rows):
            found.append(spearmanr(*rows).statistic)
    return found


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 7))
def test_each_pair_is_correlated_on_what_both_scored(seed, people):
    rng = np.random.default_rng(seed)
    scores = rng.integers(1, 7, (people, 8)).astype(float)
    answered = rng.random(scores.shape) < 0.8

    found = mean_spearman(np.where(answered, scores, np.nan), answered, least_shared=4)
    expected = pairwise_by_scipy(scores, answered, 4)

    assert found.pairs == len(expected)
    assert found.pairs + found.skipped == people * (people - 1) / 2
    assert found.rho == (pytest.approx(np.mean(expected)) if expected else None)


def test_with_complete_rows_it_follows_from_kendalls_w():
    scores = np.random.default_rng(4).random((9, 10))

    found = mean_spearman(scores)

    assert found.rho == pytest.approx((9 * kendall_w(scores).w - 1) / 8)


def test_many_people_are_sampled_with_a_seed():
    scores = np.random.default_rng(4).random((300, 8)) + np.arange(8)

    first, second = (mean_spearman(scores, seed=7) for _ in range(2))

    assert first == second
    assert (first.sampled, first.pairs) == (True, 2000)
    assert first.rho > 0.9


@pytest.mark.parametrize(
    "scores",
    [np.empty((0, 8)), np.ones((1, 8)), np.ones((3, 8)), np.arange(10.0).reshape(2, 5)],
    ids=["nobody", "one person", "all level", "too few options"],
)
def test_without_a_pair_to_compare_there_is_no_figure(scores):
    assert mean_spearman(scores).rho is None


def test_opposite_orders_are_unlike():
    assert mean_spearman([np.arange(6), -np.arange(6)]).rho == pytest.approx(-1)


def test_a_pair_needs_two_options():
    with pytest.raises(McdaError, match="two shared options"):
        mean_spearman([[1, 2]], least_shared=1)

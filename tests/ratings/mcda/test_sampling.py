from math import factorial

import numpy as np
import pytest

from ratings.mcda.sampling import person_weights, weighted_sums


def test_weights_of_a_group_are_poisson_counts():
    weights = person_weights(np.random.default_rng(1), 500, 400)

    assert weights.dtype == np.float32
    assert weights.mean() == pytest.approx(1, abs=0.01)
    assert weights.var() == pytest.approx(1, abs=0.02)
    assert (weights == 0).mean() == pytest.approx(np.exp(-1), abs=0.005)


def test_in_a_small_group_everybody_keeps_some_weight():
    weights = person_weights(np.random.default_rng(1), 2000, 6)

    assert weights.min() > 0
    assert weights.var() == pytest.approx(1, abs=0.1)


def test_sums_over_people_are_exact():
    rng = np.random.default_rng(1)
    weights = person_weights(rng, 20, 30_000)
    table = (rng.integers(1001, 2000, (30_000, 7)) / 128).astype(np.float32)

    result = weighted_sums(weights, table)

    exact = (weights.astype(np.int64) @ (table * 128).astype(np.int64)) / 128
    assert (result == exact).all()


def test_counts_of_a_person_follow_the_poisson_distribution():
    counts = person_weights(np.random.default_rng(1), 2_000, 500)

    shares = np.bincount(counts.astype(int).ravel(), minlength=9) / counts.size
    expected = np.array([np.exp(-1) / factorial(k) for k in range(9)])
    errors = np.sqrt(expected * (1 - expected) / counts.size)
    assert (np.abs(shares - expected) < 4 * errors + 1 / 65536).all()

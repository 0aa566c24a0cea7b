"""Both ways of counting ranks agree, and ties are shared."""

import numpy as np
import pytest

from ratings.mcda.rank_counts import KeyCounter, shared_counts, winning_counts


def drawn(m, n, size, seed=1):
    rng = np.random.default_rng(seed)
    return rng.random((m, n)), rng.dirichlet(np.ones(n), size)


@pytest.mark.parametrize(("m", "n"), [(1, 1), (2, 3), (22, 6), (32, 4), (33, 5), (70, 2)])
def test_fast_and_plain_counts_agree(m, n):
    values, weights = drawn(m, n, 5000)

    fast = KeyCounter(values, pairwise=True).count(weights)
    plain = shared_counts(weights @ values.T, weights, np.ones(len(weights)), pairwise=True)

    assert np.array_equal(fast.ranks, plain.ranks)
    assert fast.centres == pytest.approx(plain.centres, abs=1e-9)
    assert fast.wins == pytest.approx(plain.wins)


def test_tied_options_share_their_ranks_evenly():
    scores = np.array([[5.0, 7.0, 7.0, 1.0]])

    counts = shared_counts(scores, np.array([[1.0]]), np.ones(1), pairwise=False)

    assert counts.ranks.tolist() == [
        [0, 0, 1, 0],
        [0.5, 0.5, 0, 0],
        [0.5, 0.5, 0, 0],
        [0, 0, 0, 1],
    ]
    assert counts.centres.ravel().tolist() == [0, 0.5, 0.5, 0]


def test_a_draw_counts_by_its_chance():
    scores = np.array([[1.0, 0.0], [0.0, 1.0]])

    counts = shared_counts(scores, np.ones((2, 1)), np.array([0.9, 0.1]), pairwise=True)

    assert counts.ranks == pytest.approx(np.array([[0.9, 0.1], [0.1, 0.9]]))
    assert counts.wins == pytest.approx(np.array([[0.5, 0.9], [0.1, 0.5]]))


def test_many_tied_draws_are_all_counted():
    scores = np.zeros((1500, 3))

    counts = shared_counts(scores, np.ones((1500, 1)), np.ones(1500), pairwise=False)

    assert counts.ranks == pytest.approx(np.full((3, 3), 500.0))


def test_a_tie_is_half_a_win():
    wins = winning_counts(np.array([[1.0, 1.0 + 1e-12], [2.0, 1.0]]))

    assert wins.tolist() == [[1.0, 1.5], [0.5, 1.0]]

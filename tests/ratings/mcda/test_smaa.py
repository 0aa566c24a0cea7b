"""Rank acceptability matches exact cases, keeps its laws, and answers degenerate input."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ratings.mcda.errors import McdaError
from ratings.mcda.smaa import people_for_the_top, smaa, smaa_with_scores
from ratings.mcda.weight_sources import AnyWeights, GivenWeights, OrderedWeights
from tests.ratings.mcda.reference_cases import load

DRAWS = 100_000
tables = st.tuples(st.integers(1, 6), st.integers(1, 4)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.integers(0, 100))
)


@pytest.mark.parametrize("name", ["smaa2_exact_3x3", "smaa2_exact_4x2"])
def test_acceptabilities_match_the_exact_fractions(name):
    case = load(name)
    exact = np.array(case["expected_rank_acceptability"])

    found = smaa(case["matrix"], AnyWeights(len(case["matrix"][0])), draws=DRAWS, seed=1)

    assert (np.abs(found.ranks - exact) <= 3 * found.standard_errors(exact)).all()


@pytest.mark.parametrize("name", ["smaa2_exact_3x3", "smaa2_exact_4x2"])
def test_central_weights_match_the_exact_ones(name):
    case = load(name)

    found = smaa(case["matrix"], AnyWeights(len(case["matrix"][0])), draws=DRAWS, seed=1)

    for centre, exact in zip(found.centres.tolist(), case["expected_central_weights"], strict=True):
        if exact is None:
            assert centre == [None] * len(centre)
        else:
            # A share of one half at most varies by 0.29; 30,000 draws fall to each option.
            assert centre == pytest.approx(exact, abs=3 * 0.29 / np.sqrt(30_000))


@settings(max_examples=60, deadline=None)
@given(tables)
def test_acceptabilities_sum_to_one_by_row_and_column(values):
    found = smaa(values, AnyWeights(values.shape[1]), draws=500, seed=2)

    assert found.ranks.sum(axis=0) == pytest.approx(np.ones(len(values)), abs=1e-9)
    assert found.ranks.sum(axis=1) == pytest.approx(np.ones(len(values)), abs=1e-9)
    assert found.winning + found.winning.T == pytest.approx(np.ones((len(values),) * 2))


@settings(max_examples=60, deadline=None)
@given(tables, st.randoms())
def test_permuting_options_permutes_results(values, random):
    order = list(range(len(values)))
    random.shuffle(order)
    source = AnyWeights(values.shape[1])

    first = smaa(values, source, draws=500, seed=2)
    second = smaa(values[order], source, draws=500, seed=2)

    assert second.ranks == pytest.approx(first.ranks[order], abs=1e-9)
    assert second.winning == pytest.approx(first.winning[order][:, order], abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(tables)
def test_a_dominated_option_never_ranks_first(values):
    better = np.vstack([values, values[0] + 1])

    found = smaa(better, AnyWeights(values.shape[1]), draws=500, seed=2)

    assert found.ranks[0, 0] == 0
    assert found.centres.tolist()[0] == [None] * values.shape[1]
    assert found.confidence.tolist()[0] is None


@settings(max_examples=40, deadline=None)
@given(tables, st.floats(0.1, 50))
def test_scale_of_given_weights_is_irrelevant(values, factor):
    rows = np.random.default_rng(1).random((7, values.shape[1])) + 0.01

    first = smaa(values, GivenWeights(rows))
    second = smaa(values, GivenWeights(rows * factor))

    assert second.ranks == pytest.approx(first.ranks)


def test_same_seed_gives_the_same_bytes_whatever_the_threads():
    values = np.random.default_rng(5).random((22, 6)) * 100

    runs = [smaa(values, AnyWeights(6), draws=30_001, seed=9, threads=threads) for threads in (1, 2, 3)]

    assert len({run.ranks.tobytes() for run in runs}) == 1
    assert len({run.centres.data.tobytes() for run in runs}) == 1
    assert len({run.winning.tobytes() for run in runs}) == 1


def test_another_seed_gives_other_draws():
    values = np.random.default_rng(5).random((5, 3))

    first, second = (smaa(values, AnyWeights(3), seed=seed) for seed in (1, 2))

    assert not np.array_equal(first.ranks, second.ranks)


def test_identical_options_have_identical_chances():
    found = smaa([[3, 9], [3, 9], [9, 3]], AnyWeights(2), draws=5000, seed=1)

    assert found.ranks[0].tolist() == found.ranks[1].tolist()
    assert found.centres[0].tolist() == found.centres[1].tolist()
    assert found.winning[0, 1] == 0.5


def test_given_weights_are_counted_and_not_sampled():
    found = smaa([[100, 0], [0, 100]], GivenWeights([[3, 1], [1, 3], [1, 1]], [2, 1, 1]))

    assert found.exact
    assert found.ranks == pytest.approx(np.array([[0.625, 0.375], [0.375, 0.625]]))
    assert not found.rank_errors.any()


def test_an_order_of_weights_narrows_the_answer():
    values = [[100, 0, 0], [0, 60, 60]]

    free = smaa(values, AnyWeights(3), seed=1)
    ordered = smaa(values, OrderedWeights(((0,), (1,), (2,))), seed=1)

    assert ordered.ranks[0, 0] > free.ranks[0, 0] + 0.2


def test_standard_errors_are_binomial():
    found = smaa([[1, 0], [0, 1]], AnyWeights(2), draws=2500, seed=1)

    assert found.standard_errors([0.5, 1.0]).tolist() == [0.01, 0.0]


def test_given_weights_that_put_an_option_into_the_top_are_counted_once_each():
    values = [[100, 0], [0, 100], [60, 60], [0, 0]]
    source = GivenWeights([[9, 1], [1, 9], [1, 1], [0, 1]], chances=[7, 1, 1, 1])

    # One to one the third leads with 60 and the first two share the second place.
    assert people_for_the_top(values, source, 1).tolist() == [1, 2, 1, 0]
    assert people_for_the_top(values, source, 2).tolist() == [2, 3, 4, 0]
    assert people_for_the_top(values, source, 9).tolist() == [4, 4, 4, 4]


def test_chance_of_the_top_k_adds_the_first_ranks():
    found = smaa([[1, 0], [0, 1], [0, 0]], AnyWeights(2), seed=1)

    assert found.top(2).tolist() == [1.0, 1.0, 0.0]
    assert found.top(9) == pytest.approx(np.ones(3))


def test_confidence_is_certain_when_values_are():
    found = smaa([[100, 0], [70, 60], [0, 100]], AnyWeights(2), seed=1)

    assert found.confidence.tolist() == [1.0, 1.0, 1.0]


def test_uncertain_values_lower_the_confidence():
    rng = np.random.default_rng(2)
    values = np.array([[60.0, 50], [50, 60]]) + rng.normal(0, 15, (400, 2, 2))

    found = smaa_with_scores(values, AnyWeights(2), draws=4000, seed=1)

    assert 0.5 < found.confidence[0] < 0.9
    assert found.ranks.sum(axis=0) == pytest.approx([1, 1])


def test_every_matrix_of_values_is_used_equally_often():
    stack = [[[9.0], [1.0]], [[1.0], [9.0]]]

    assert smaa_with_scores(stack, AnyWeights(1), draws=100).ranks.tolist() == [[0.5, 0.5]] * 2


def test_certain_values_give_the_same_chances_either_way():
    values = np.array([[100.0, 20, 40], [30, 100, 30], [50, 50, 80]])

    first = smaa(values, AnyWeights(3), draws=9000, seed=4)
    second = smaa_with_scores(values[None], AnyWeights(3), draws=9000, seed=4)

    assert second.ranks == pytest.approx(first.ranks, abs=1e-12)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([[40.0]], [[1.0]]),
        ([[40, 10]], [[1.0]]),
        ([[4.0], [6.0]], [[0, 1], [1, 0]]),
        ([[5, 5], [5, 5]], [[0.5, 0.5], [0.5, 0.5]]),
        ([[5, 1], [5, 2]], [[0, 1], [1, 0]]),
    ],
    ids=["one by one", "one option", "one objective", "all equal", "constant column"],
)
def test_degenerate_tables_have_a_defined_answer(values, expected):
    found = smaa(values, AnyWeights(len(values[0])), draws=100, seed=1)

    assert found.ranks.tolist() == expected


@pytest.mark.parametrize(
    ("values", "draws", "message"),
    [
        (np.empty((0, 2)), 10, "at least one option"),
        ([[1, 2, 3]], 10, "3 objectives"),
        ([[1, np.inf]], 10, "not finite"),
        ([[1, 2]], 0, "draws"),
    ],
)
def test_bad_input_is_refused(values, draws, message):
    with pytest.raises(McdaError, match=message):
        smaa(values, AnyWeights(2), draws=draws)


def test_bad_value_draws_are_refused():
    with pytest.raises(McdaError, match="none given"):
        smaa_with_scores(np.empty((0, 2, 2)), AnyWeights(2))
    with pytest.raises(McdaError, match="draws"):
        smaa_with_scores(np.ones((1, 2, 2)), AnyWeights(2), draws=0)


def test_top_k_needs_a_positive_k():
    with pytest.raises(McdaError, match="k is 0"):
        smaa([[1]], AnyWeights(1), draws=10).top(0)

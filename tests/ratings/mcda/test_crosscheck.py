"""Other methods match published cases and answer degenerate input without NaN."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ratings.mcda.additive import additive_scores
from ratings.mcda.ballots import pairwise_votes
from ratings.mcda.crosscheck import cross_checks, kendall_tau, promethee2, topsis, vikor
from ratings.mcda.errors import McdaError
from tests.ratings.mcda.reference_cases import load

tables = st.tuples(st.integers(1, 6), st.integers(1, 4)).flatmap(
    lambda shape: st.tuples(
        arrays(np.float64, shape, elements=st.integers(0, 100)),
        arrays(np.float64, shape[1], elements=st.integers(1, 9)),
    )
)


def test_topsis_matches_a_published_case():
    case = load("topsis_tzeng2011")

    found = topsis(case["matrix"], case["weights"], case["types"])

    assert found == pytest.approx(case["expected_scores"], abs=case["tolerance"])


@pytest.mark.parametrize("name", ["promethee2_zhao2013", "promethee2_vshape_costs"])
def test_promethee_matches_published_cases_time_after_time(name):
    case = load(name)
    parameters = case["parameters"]

    for _ in range(2):
        found = promethee2(
            case["matrix"],
            case["weights"],
            case["types"],
            function=parameters["function"],
            p=parameters["p"],
        )

        assert found == pytest.approx(case["expected_scores"], abs=case["tolerance"])


def test_vikor_matches_a_published_case():
    case = load("vikor_opricovic2004")

    found = vikor(case["matrix"], case["weights"], case["types"], v=case["parameters"]["v"])

    assert found == pytest.approx(case["expected_scores"], abs=case["tolerance"])


@settings(max_examples=80, deadline=None)
@given(tables, st.randoms())
def test_permuting_options_permutes_every_method(table, random):
    values, shares = table
    order = list(range(len(values)))
    random.shuffle(order)

    for method in (topsis, promethee2, vikor):
        assert method(values[order], shares) == pytest.approx(method(values, shares)[order], abs=1e-9)


@settings(max_examples=80, deadline=None)
@given(tables)
def test_an_objective_without_weight_might_as_well_be_left_out(table):
    values, shares = table
    wider = np.hstack([values, np.arange(len(values))[:, None]])

    for method in (topsis, promethee2, vikor):
        assert method(wider, [*shares, 0]) == pytest.approx(method(values, shares), abs=1e-9)


@settings(max_examples=80, deadline=None)
@given(tables, st.floats(0.01, 100))
def test_scale_of_weights_is_irrelevant(table, factor):
    values, shares = table

    for method in (topsis, promethee2, vikor):
        assert method(values, shares * factor) == pytest.approx(method(values, shares), abs=1e-9)


@settings(max_examples=80, deadline=None)
@given(tables)
def test_a_dominated_option_is_never_alone_in_first_place(table):
    values, shares = table
    wider = np.vstack([values, values[0] + 1])

    for check in cross_checks(wider, shares, additive_scores(wider, shares), k=1):
        assert check.ranks[0] > 1 or check.ranks[-1] == 1


@pytest.mark.parametrize(
    "values",
    [[[7, 3]], [[5, 5], [5, 5]], [[0, 0], [0, 0]], [[0, 3], [0, 3], [0, 3]]],
    ids=["one option", "all equal", "all zero", "constant columns"],
)
def test_identical_options_are_level(values):
    count = len(values)

    assert topsis(values, [1, 2]).tolist() == [0.5] * count
    assert promethee2(values, [1, 2]).tolist() == [0.0] * count
    assert vikor(values, [1, 2]).tolist() == [0.0] * count


def test_a_constant_column_tells_nothing():
    with_column = [[0, 1, 4], [0, 9, 2], [0, 5, 5]]
    without = [row[1:] for row in with_column]

    assert topsis(with_column, [2, 1, 1]) == pytest.approx(topsis(without, [1, 1]))
    assert vikor(with_column, [2, 1, 1]) == pytest.approx(vikor(without, [1, 1]))


def test_vikor_of_mirrored_options_is_level():
    assert vikor([[1, 0], [0, 1]], [1, 1]).tolist() == [0, 0]


def test_vikor_counts_only_the_part_that_differs():
    # Shortfalls of one half in sum for both; the worst single one is 0.5 against 0.25.
    values = [[0, 1, 1], [1, 0, 0]]

    even = vikor(values, [2, 1, 1], v=0.5)

    assert even.tolist() == [0.5, 0.0]


def test_noise_in_a_value_is_no_preference():
    found = promethee2([[50.0, 1], [50.0 + 1e-13, 1]], [1, 1])

    assert found.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: topsis([[1, 2]], [1]), "shares"),
        (lambda: topsis([[1, 2]], [1, 1], [1, 2]), "types"),
        (lambda: vikor([[1, 2]], [1, 1], v=2), "v: 2"),
        (lambda: promethee2([[1], [2]], [1], function="vshape"), "threshold"),
        (lambda: promethee2([[1], [2]], [1], function="vshape", p=[0]), "threshold"),
        (lambda: cross_checks([[1]], [1], [1], k=0), "top k"),
        (lambda: cross_checks([[1]], [1], [1, 2], k=1), "official"),
        (lambda: cross_checks([[1]], [1], [1], k=1, votes=np.zeros((2, 2))), "votes"),
        (lambda: kendall_tau([1, 2], [1, 2, 3]), "shapes"),
    ],
)
def test_bad_input_is_refused(call, message):
    with pytest.raises(McdaError, match=message):
        call()


def test_tau_counts_ties():
    assert kendall_tau([3, 2, 1], [3, 2, 1]) == pytest.approx(1)
    assert kendall_tau([3, 2, 1], [1, 2, 3]) == pytest.approx(-1)
    assert kendall_tau([3, 2, 2], [3, 2, 1]) == pytest.approx(2 / np.sqrt(6))


def test_tau_of_level_lists_is_defined():
    assert kendall_tau([5, 5], [2, 2]) == 1.0
    assert kendall_tau([5, 5], [2, 1]) == 0.0
    assert kendall_tau([5], [9]) == 1.0


def test_a_different_shortlist_is_flagged():
    # TOPSIS prefers the even option, the weighted sum the extreme one.
    values, shares = [[100, 0, 60], [55, 50, 55], [0, 5, 0]], [1, 1, 1]
    votes = pairwise_votes([[1, 9, 0], [1, 9, 0]])

    found = cross_checks(values, shares, [90, 80, 10], k=1, votes=votes)

    assert [check.method for check in found] == ["TOPSIS", "PROMETHEE II", "VIKOR", "Borda", "Copeland"]
    borda = found[3]
    assert borda.top == (1,)
    assert borda.top_differs
    assert borda.tau == pytest.approx(1 / 3)


def test_a_tie_at_the_edge_lets_both_in():
    checks = cross_checks([[9, 9], [5, 5], [5, 5]], [1, 1], [9, 5, 5], k=2)

    assert all(check.top == (0, 1, 2) and not check.top_differs for check in checks)
    assert all(check.tau == pytest.approx(1) for check in checks)


def test_the_heavy_library_is_loaded_only_when_it_is_needed():
    code = "import sys, ratings.mcda.crosscheck; sys.exit('pymcdm' in sys.modules)"

    root = Path(__file__).parents[3]
    finished = subprocess.run([sys.executable, "-c", code], check=False, cwd=root)  # noqa: S603

    assert finished.returncode == 0

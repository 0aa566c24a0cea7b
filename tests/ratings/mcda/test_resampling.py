import subprocess
import sys
from math import factorial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratings.mcda.adjusted import adjusted_cells
from ratings.mcda.aggregation import combine
from ratings.mcda.cells import mean_cells
from ratings.mcda.errors import McdaError
from ratings.mcda.intervals import summarise
from ratings.mcda.resampling import Draws, resample
from ratings.mcda.sampling import person_weights, weighted_sums
from ratings.mcda.stability import stability_curve
from ratings.mcda.voices import EQUAL, PERSON, declared_voice
from ratings.mcda.weights import elicited_weights
from tests.ratings.mcda.panels import empty_panel, make_panel, random_panel

seeds = st.integers(0, 2**32 - 1)
voices = st.sampled_from([EQUAL, PERSON, declared_voice([3, 2, 1])])


def run(panel, voice=EQUAL, *, adjusted=True, weights=None, draws=200, k=2, **options):
    """Return the aggregate and the intervals of a panel."""
    fit = adjusted_cells(panel)
    cells = fit.cells if adjusted else mean_cells(panel)
    severities = fit.severities if adjusted else None
    own = elicited_weights(panel, voice, np.ones(panel.shape[1])) if weights is None else weights
    shares = own.shares if weights is None else weights
    official = combine(cells, voice, shares)
    found = resample(panel, cells, voice, own, seed=1, severities=severities, draws=draws, **options)
    return official, found, summarise(found, official, k=k)


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


@pytest.mark.parametrize("voice", [EQUAL, PERSON, declared_voice([1, 2, 3])])
@pytest.mark.parametrize("adjusted", [True, False])
def test_scores_of_complete_answers_spread_as_resampled_rows_do(voice, adjusted):
    panel = random_panel(8, people=120, answered=1.1)
    rng = np.random.default_rng(2)

    _, found, _ = run(panel, voice, adjusted=adjusted, draws=3000)

    scores = []
    for _ in range(400):
        picked = np.concatenate([rng.choice(np.flatnonzero(panel.groups == g), panel.group_sizes[g]) for g in range(3)])
        again = type(panel)(
            panel.groups[picked],
            panel.group_names,
            panel.sheets[picked],
            panel.swings[picked],
            panel.options,
            panel.objectives,
        )
        shares = elicited_weights(again, voice, [1, 1, 1]).shares
        scores.append(combine(mean_cells(again), voice, shares).scores.data)
    plain = np.std(scores, axis=0)
    assert found.scores.std(axis=0) == pytest.approx(plain, rel=0.15)
    assert found.scores.mean(axis=0) == pytest.approx(np.mean(scores, axis=0), abs=0.4)


@pytest.mark.parametrize("voice", [EQUAL, PERSON, declared_voice([1, 2, 3])])
@pytest.mark.parametrize("adjusted", [True, False])
def test_the_delta_method_agrees_with_the_bootstrap(voice, adjusted):
    panel = random_panel(9, people=900)

    _, boot, _ = run(panel, voice, adjusted=adjusted, draws=3000)
    _, delta, _ = run(panel, voice, adjusted=adjusted, draws=3000, method="normal")

    assert delta.method == "normal"
    assert delta.scores.std(axis=0) == pytest.approx(boot.scores.std(axis=0), rel=0.08)
    assert np.corrcoef(delta.scores.T) == pytest.approx(np.corrcoef(boot.scores.T), abs=0.08)


def test_in_a_small_group_the_spread_is_that_of_the_unbiased_variance():
    ratings = [1, 3, 4, 4, 5, 6, 8, 9]
    panel = make_panel([[[x]] for x in ratings])

    _, found, _ = run(panel, adjusted=False, draws=4000)

    expected = 12.5 * np.std(ratings, ddof=1) / np.sqrt(8)
    assert found.scores.std() == pytest.approx(expected, rel=0.05)


@pytest.mark.parametrize("method", ["bootstrap", "normal"])
def test_by_person_a_cell_may_find_other_proportions_of_the_groups(method):
    generous = [[[9]]] * 30 + [[[None]]] * 30
    severe = [[[1]]] * 60
    panel = make_panel(generous + severe, groups=[0] * 60 + [1] * 60)

    _, found, _ = run(panel, PERSON, adjusted=False, draws=3000, method=method)

    # share a / (a + 60) of answers that read 100, a binomial of 60 halves
    expected = 100 * 60 / 90**2 * np.sqrt(60 / 4)
    assert found.scores.std() == pytest.approx(expected, rel=0.08)


def test_swing_points_of_resampled_people_go_along():
    ratings = np.tile([[9, 1], [1, 9]], (40, 1, 1))
    swings = [[100, 0]] * 20 + [[0, 100]] * 20
    panel = make_panel(ratings, swings=swings)

    _, carried, _ = run(panel, adjusted=False)
    _, fixed, _ = run(panel, adjusted=False, weights=[0.5, 0.5])

    assert carried.scores.std(axis=0).min() > 3
    assert fixed.scores.std(axis=0).max() == 0


def test_weights_of_few_people_do_not_fall_below_zero():
    panel = make_panel(np.tile([[9, 1], [1, 9]], (2, 1, 1)), swings=[[100, 0], [0, 100]])

    _, found, _ = run(panel, adjusted=False)

    assert found.scores.min() >= 0
    assert found.scores.max() == 100


@pytest.mark.parametrize("voice", [EQUAL, PERSON])
def test_a_cell_whose_only_rater_is_not_drawn_keeps_its_value(voice):
    panel = make_panel([[[9]]] + [[[None]]] * 19)

    _, found, _ = run(panel, voice, adjusted=False)

    assert (found.scores == 100).all()


def test_a_census_has_no_sampling_error():
    panel = random_panel(3, people=40)

    official, found, result = run(panel, populations=panel.group_sizes)

    assert found.scores == pytest.approx(np.tile(official.scores.data, (200, 1)), abs=1e-9)
    assert result.low_rank.tolist() == official.ranks.tolist()


def test_half_of_a_population_has_the_spread_of_the_rest():
    panel = random_panel(3, people=300, answered=1.1)

    _, free, _ = run(panel, weights=[1, 1, 1], draws=2000)
    _, bound, _ = run(panel, weights=[1, 1, 1], draws=2000, populations=2 * panel.group_sizes)

    ratio = bound.scores.std(axis=0) / free.scores.std(axis=0)
    assert ratio == pytest.approx(np.full(5, np.sqrt(0.5)), rel=0.01)


def test_a_population_smaller_than_its_raters_is_refused():
    with pytest.raises(McdaError, match="populations: group 0 has more raters"):
        run(make_panel([[[3]], [[4]]]), populations=np.array([1]))


def test_adjusted_values_without_severities_are_refused():
    panel = make_panel([[[3]], [[4]]])
    cells = adjusted_cells(panel).cells

    with pytest.raises(McdaError, match="severities"):
        resample(panel, cells, EQUAL, [1], seed=1)


def test_the_same_seed_gives_the_same_bytes_on_any_number_of_threads():
    panel = random_panel(5, people=300)

    _, one, _ = run(panel, draws=1200, threads=1)
    _, three, _ = run(panel, draws=1200, threads=3)

    assert one.scores.tobytes() == three.scores.tobytes()


SCRIPT = """
import hashlib, numpy as np
from ratings.mcda.adjusted import adjusted_cells
from ratings.mcda.resampling import Draws, resample
from ratings.mcda.voices import EQUAL
from ratings.mcda.weights import elicited_weights
from tests.ratings.mcda.panels import random_panel
panel = random_panel(5, people=4000, options=22)
fit = adjusted_cells(panel)
own = elicited_weights(panel, EQUAL, np.ones(3))
text = fit.cells.net.tobytes() + fit.severities.tobytes()
for method in ("bootstrap", "normal"):
    for weights in (own, np.ones(3)):
        draws = resample(panel, fit.cells, EQUAL, weights, seed=1, severities=fit.severities,
                         draws=600, method=method)
        text += draws.scores.tobytes()
print(hashlib.sha256(text).hexdigest())
"""


@pytest.mark.slow
def test_the_linear_algebra_librarys_threads_change_no_byte():
    root = Path(__file__).parents[3]

    results = {
        subprocess.run(  # noqa: S603
            [sys.executable, "-c", SCRIPT],
            env={"OPENBLAS_NUM_THREADS": threads, "PYTHONPATH": str(root)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for threads in ("1", "2")
    }

    assert len(results) == 1


def test_an_interval_leaves_a_tail_on_each_side():
    official = combine(mean_cells(make_panel([[[5], [1]]])), EQUAL, [1])
    scores = np.column_stack([np.arange(101.0), np.full(101, 70.0)])
    draws = Draws(scores, official.scored, estimable=True, single=(), method="bootstrap")

    result = summarise(draws, official, k=1, level=0.9)

    assert result.low_score[0] == pytest.approx(5)
    assert result.high_score[0] == pytest.approx(95)
    assert result.top_chance.tolist() == pytest.approx([31 / 101, 71 / 101])
    assert result.beats[0, 1] == pytest.approx(30 / 101)


def test_an_interval_reaches_the_estimate():
    official = combine(mean_cells(make_panel([[[5], [1]]])), EQUAL, [1])
    scores = np.tile([60.0, 70.0], (9, 1))
    draws = Draws(scores, official.scored, estimable=True, single=(), method="bootstrap")

    result = summarise(draws, official, k=1)

    assert result.low_score.tolist() == [50, 0]
    assert result.high_score.tolist() == [60, 70]
    assert result.low_rank.tolist() == [1, 1]
    assert result.high_rank.tolist() == [2, 2]


@pytest.mark.parametrize(("k", "level"), [(-1, 0.9), (1, 0), (1, 1)])
def test_an_interval_of_no_meaning_is_refused(k, level):
    official, found, _ = run(make_panel([[[3]], [[4]]]))

    with pytest.raises(McdaError):
        summarise(found, official, k=k, level=level)


def test_nobody_means_no_intervals():
    _, found, result = run(empty_panel())

    assert not found.estimable
    for array in (result.low_score, result.high_rank, result.top_chance, result.tiers):
        assert array.tolist() == [None, None, None]


def test_one_rater_means_no_intervals():
    official, found, result = run(make_panel([[[3], [7]]]))

    assert official.ranks.tolist() == [2, 1]
    assert found.single == (0,)
    assert result.low_rank.tolist() == [None, None]


def test_groups_of_one_are_named_and_mean_no_intervals():
    _, found, result = run(make_panel([[[3], [7]], [[4], [6]]], groups=[0, 1]))

    assert found.single == (0, 1)
    assert result.beats.tolist() == [[None, None], [None, None]]


def test_one_option_is_first_for_sure():
    _, _, result = run(make_panel([[[3]], [[7]], [[5]]]), k=1)

    assert result.low_rank.tolist() == [1]
    assert result.high_rank.tolist() == [1]
    assert result.top_chance.tolist() == [1.0]
    assert result.tiers.tolist() == [1]


def test_options_that_are_rated_alike_share_rank_and_tier():
    _, _, result = run(make_panel([[[3], [3]], [[7], [7]], [[5], [5]]]))

    assert result.high_rank.tolist() == [1, 1]
    assert result.beats.tolist() == [[None, 0.0], [0.0, None]]
    assert result.tiers.tolist() == [1, 1]


def test_a_gap_that_nobody_disputes_separates_tiers():
    _, _, result = run(make_panel([[[9], [2]], [[8], [3]], [[9], [1]]]), k=1)

    assert result.tiers.tolist() == [1, 2]
    assert result.beats.tolist() == [[None, 1.0], [0.0, None]]
    assert result.top_chance.tolist() == [1.0, 0.0]


def test_two_camps_at_the_ends_have_wide_intervals():
    panel = make_panel([[[1], [9]]] * 20 + [[[9], [1]]] * 20)

    _, _, result = run(panel)

    assert result.low_rank.tolist() == [1, 1]
    assert result.high_rank.tolist() == [2, 2]
    assert result.tiers.tolist() == [1, 1]


def test_an_option_that_is_not_scored_has_no_interval_and_stands_in_nobodys_way():
    panel = make_panel([[[3], [None], [7]], [[4], [None], [8]], [[2], [None], [6]]])

    _, _, result = run(panel, k=1)

    assert result.low_rank.tolist() == [2, None, 1]
    assert result.tiers.tolist() == [2, None, 1]


@settings(max_examples=40, deadline=None)
@given(seeds, voices, st.booleans())
def test_chances_add_up_and_everything_is_finite(seed, voice, adjusted):
    rng = np.random.default_rng(seed)
    panel = random_panel(
        seed,
        people=int(rng.integers(0, 30)),
        options=int(rng.integers(1, 6)),
        objectives=int(rng.integers(1, 4)),
        answered=float(rng.random()),
    )

    official, found, result = run(panel, voice, adjusted=adjusted, draws=50)

    assert np.isfinite(found.scores).all()
    there = official.scored & found.estimable
    assert result.rank_chances.data.sum(axis=1) == pytest.approx(there.astype(float))
    both = result.beats.data + result.beats.data.T
    assert both.max(initial=0) <= 1 + 1e-12
    for low, value, high in (
        (result.low_score, official.scores, result.high_score),
        (result.low_rank, official.ranks, result.high_rank),
    ):
        assert (low.data[there] <= value.data[there]).all()
        assert (value.data[there] <= high.data[there]).all()


def test_the_whole_panel_finds_the_whole_top():
    panel = random_panel(4, people=60)
    fit = adjusted_cells(panel)

    curve = stability_curve(panel, fit.cells, EQUAL, [1, 1, 1], k=2, seed=1, severities=fit.severities)

    assert curve.raters[-1] == 60
    assert curve.overlap[-1] == 1
    assert (np.diff(curve.raters) > 0).all()
    assert (curve.low <= curve.overlap + 1e-12).all()
    assert curve.overlap[0] < 0.9


def test_a_clear_top_is_found_by_a_few():
    panel = make_panel([[[9], [2], [1]], [[8], [3], [2]]] * 20)

    curve = stability_curve(panel, mean_cells(panel), EQUAL, [1], k=1, seed=1)

    assert curve.overlap.tolist() == [1.0] * 10


def test_a_part_that_lacks_an_answer_lacks_the_option():
    panel = make_panel([[[9], [None]]] * 39 + [[[9], [2]]])

    curve = stability_curve(panel, mean_cells(panel), EQUAL, [1], k=2, seed=1)

    assert curve.overlap[0] < 0.8
    assert curve.overlap[-1] == 1


def test_nobody_means_an_empty_curve():
    panel = empty_panel()

    curve = stability_curve(panel, mean_cells(panel), EQUAL, [1, 1], k=1, seed=1)

    assert len(curve.raters) == 0


def test_counts_of_a_person_follow_the_poisson_distribution():
    counts = person_weights(np.random.default_rng(1), 2_000, 500)

    shares = np.bincount(counts.astype(int).ravel(), minlength=9) / counts.size
    expected = np.array([np.exp(-1) / factorial(k) for k in range(9)])
    errors = np.sqrt(expected * (1 - expected) / counts.size)
    assert (np.abs(shares - expected) < 4 * errors + 1 / 65536).all()

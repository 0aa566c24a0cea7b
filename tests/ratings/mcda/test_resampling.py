import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ratings.mcda.adjusted import adjusted_cells
from ratings.mcda.aggregation import combine
from ratings.mcda.cells import mean_cells
from ratings.mcda.errors import McdaError
from ratings.mcda.resampling import resample
from ratings.mcda.voices import EQUAL, PERSON, declared_voice
from ratings.mcda.weights import elicited_weights
from tests.ratings.mcda.draws import run
from tests.ratings.mcda.panels import make_panel, random_panel


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

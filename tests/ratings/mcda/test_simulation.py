"""The case for adjusting, simulated: raters of unlike severity who rate only a part."""

import numpy as np
import pytest

from ratings.mcda.adjusted import adjusted_cells
from ratings.mcda.cells import mean_cells
from tests.ratings.mcda.panels import make_panel

OPTIONS, RATERS, RATED, RUNS = 22, 60, 7, 500


def simulate(rng, severity, selective):
    """Return the true values and a panel of 60 raters who rate 7 of 22 options each."""
    true = rng.normal(5.5, 0.8, OPTIONS)
    own = rng.normal(0, severity, RATERS)
    side = np.where(np.arange(OPTIONS) < OPTIONS // 2, 1, -1)
    sheets = np.full((RATERS, OPTIONS), 255)
    for rater in range(RATERS):
        chance = np.exp(0.72 * selective * own[rater] / severity * side)
        rated = rng.choice(OPTIONS, RATED, replace=False, p=chance / chance.sum())
        answers = true[rated] + own[rater] + rng.normal(0, 1.2, RATED)
        sheets[rater, rated] = np.clip(np.round(answers), 1, 9)
    return true, make_panel(sheets[:, :, None])


def kendall(a, b):
    i, j = np.triu_indices(len(a), 1)
    return np.mean(np.sign(a[i] - a[j]) * np.sign(b[i] - b[j]))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("severity", "selective", "plain", "fair"),
    [
        (0.5, 0, 0.769, 0.774),
        (0.5, 1, 0.714, 0.768),
        (1.0, 1, 0.588, 0.762),
        (1.5, 1, 0.471, 0.758),
    ],
)
def test_adjusting_keeps_the_order_where_plain_means_lose_it(severity, selective, plain, fair):
    rng = np.random.default_rng(20260101)
    means, adjusted = [], []

    for _ in range(RUNS):
        true, panel = simulate(rng, severity, selective)
        means.append(kendall(mean_cells(panel).values.data[0, :, 0], true))
        adjusted.append(kendall(adjusted_cells(panel).cells.values.data[0, :, 0], true))

    assert np.mean(means) == pytest.approx(plain, abs=0.02)
    assert np.mean(adjusted) == pytest.approx(fair, abs=0.02)

"""Do nominal 90 % rank intervals hold the true rank in at least 88 of 100 rounds?"""

import numpy as np
import pytest
from scipy.stats import norm

from ratings.mcda.additive import competition_ranks
from ratings.mcda.adjusted import adjusted_cells
from ratings.mcda.aggregation import combine
from ratings.mcda.cells import mean_cells
from ratings.mcda.intervals import summarise
from ratings.mcda.resampling import resample
from ratings.mcda.voices import EQUAL, PERSON
from ratings.mcda.weights import elicited_weights
from tests.ratings.mcda.panels import make_panel

NOISE = 1.2


def expected_ratings(means, spread):
    """Mean of ratings that are rounded and kept within 1-9."""
    steps = np.arange(1.5, 9)
    return 1 + norm.sf((steps - means[..., None]) / spread).sum(axis=-1)


def simulate(rng, *, sizes, options, objectives, severity, departure, answered, selective=0.0):
    """Return the groups' true mean ratings (G, m, n) and a panel drawn from them."""
    common = rng.normal(5.2, 0.8, (options, objectives))
    centres = common + rng.normal(0, departure, (len(sizes), options, objectives))
    groups = np.repeat(np.arange(len(sizes)), sizes)
    people = len(groups)
    own = rng.normal(0, severity, (people, 1, 1))
    noise = rng.normal(0, NOISE, (people, options, objectives))
    ratings = np.clip(np.round(centres[groups] + own + noise), 1, 9)
    side = np.where(np.arange(options) < options // 2, 1, -1)[None, :, None]
    odds = np.log(answered / (1 - answered)) + selective * own * side
    chance = 1 / (1 + np.exp(-odds))
    ratings[rng.random(ratings.shape) > chance] = 255
    points = np.clip(np.round(rng.normal(60, 20, (people, objectives))), 1, 100)
    truth = expected_ratings(centres, np.hypot(severity, NOISE))
    return truth, make_panel(ratings.astype(int), groups=groups, swings=points.astype(int))


SCENARIOS = {
    "most people answer most, one voice a person": (
        {
            "sizes": (60, 30, 15),
            "options": 12,
            "objectives": 3,
            "severity": 0.7,
            "departure": 0.3,
            "answered": 0.9,
        },
        PERSON,
        "mean",
    ),
    "severe people choose what they rate": (
        {
            "sizes": (80, 60),
            "options": 22,
            "objectives": 2,
            "severity": 1.0,
            "departure": 0.3,
            "answered": 0.35,
            "selective": 0.8,
        },
        EQUAL,
        "adjusted",
    ),
    "seven small groups with weights of their own": (
        {
            "sizes": (12, 10, 9, 8, 8, 6, 5),
            "options": 22,
            "objectives": 4,
            "severity": 0.8,
            "departure": 0.4,
            "answered": 0.75,
        },
        EQUAL,
        "adjusted",
    ),
}


def held(rng, fields, voice, method):
    """Return the share of options whose rank and whose score interval held the truth."""
    truth, panel = simulate(rng, **fields)
    fit = adjusted_cells(panel)
    cells = fit.cells if method == "adjusted" else mean_cells(panel)
    severities = fit.severities if method == "adjusted" else None
    weights = elicited_weights(panel, voice, np.ones(panel.shape[1]))
    official = combine(cells, voice, weights.shares)
    draws = resample(panel, cells, voice, weights, seed=int(rng.integers(2**31)), severities=severities, draws=500)
    result = summarise(draws, official, k=8)
    sizes = np.asarray(fields["sizes"], dtype=float)
    omega = sizes / sizes.sum() if voice is PERSON else np.full(len(sizes), 1 / len(sizes))
    scores = np.einsum("g,gsj->s", omega, truth) / panel.shape[1]
    ranks = competition_ranks(scores)
    inside = (result.low_rank <= ranks) & (ranks <= result.high_rank)
    points = (scores - 1) * 12.5
    near = (result.low_score <= points) & (points <= result.high_score)
    return float(inside.mean()), float(near.mean())


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENARIOS)
def test_rank_intervals_hold_the_true_rank(name):
    rng = np.random.default_rng(20260202)

    rounds = [held(rng, *SCENARIOS[name])[0] for _ in range(150)]

    assert np.mean(rounds) >= 0.88

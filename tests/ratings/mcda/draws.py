"""Resampled scores and their intervals, for the tests that look at them."""

import numpy as np

from ratings.mcda.adjusted import adjusted_cells
from ratings.mcda.aggregation import combine
from ratings.mcda.cells import mean_cells
from ratings.mcda.intervals import summarise
from ratings.mcda.resampling import resample
from ratings.mcda.voices import EQUAL
from ratings.mcda.weights import elicited_weights


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

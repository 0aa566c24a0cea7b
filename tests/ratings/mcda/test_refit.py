import numpy as np
import pytest

from ratings.mcda.adjusted import adjusted_cells
from ratings.mcda.aggregation import combine
from ratings.mcda.errors import McdaError
from ratings.mcda.intervals import summarise
from ratings.mcda.refit import RefitCheck, refit_check
from ratings.mcda.resampling import resample
from ratings.mcda.voices import EQUAL
from ratings.mcda.weights import elicited_weights
from tests.ratings.mcda.panels import empty_panel, make_panel, random_panel


def check(panel, *, draws=60, fallback=None, elicited=True):
    fallback = np.ones(panel.shape[1]) if fallback is None else fallback
    fit = adjusted_cells(panel)
    own = elicited_weights(panel, EQUAL, np.ones(panel.shape[1]))
    found = resample(panel, fit.cells, EQUAL, own, seed=1, severities=fit.severities, draws=400)
    quick = summarise(found, combine(fit.cells, EQUAL, own.shares), k=2)
    return refit_check(panel, EQUAL, fallback, quick, elicited=elicited, seed=2, draws=draws)


def test_holding_the_severities_moves_no_option_by_half_a_rank():
    result = check(random_panel(7, people=90, answered=0.5))

    assert result.largest < 0.5
    assert not result.flagged
    assert result.refitted.sum() == pytest.approx(15)


@pytest.mark.parametrize(("elicited", "ranks"), [(True, [2, 1]), (False, [1, 2])])
def test_each_fit_takes_the_weights_of_the_people_drawn_or_those_set(elicited, ranks):
    panel = make_panel(np.tile([[9, 1], [1, 9]], (4, 1, 1)), swings=[[0, 100]] * 4)

    result = check(panel, draws=3, fallback=[1, 0], elicited=elicited)

    assert result.refitted.tolist() == ranks


def test_a_difference_above_half_a_rank_is_flagged():
    ranks = np.ma.MaskedArray([1.0], mask=[False])

    assert RefitCheck(held=ranks, refitted=ranks + 0.6, largest=0.6).flagged


def test_nobody_means_nothing_to_compare():
    result = check(empty_panel(), draws=2)

    assert result.held.tolist() == [None, None, None]
    assert result.largest == 0


def test_no_draws_are_refused():
    with pytest.raises(McdaError, match="draws: 0"):
        check(random_panel(1, people=10), draws=0)

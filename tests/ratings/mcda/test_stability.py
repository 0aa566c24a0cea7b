import numpy as np

from ratings.mcda.adjusted import adjusted_cells
from ratings.mcda.cells import mean_cells
from ratings.mcda.stability import stability_curve
from ratings.mcda.voices import EQUAL
from tests.ratings.mcda.panels import empty_panel, make_panel, random_panel


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

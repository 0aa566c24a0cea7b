import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratings.mcda.adjusted import adjusted_cells
from ratings.mcda.aggregation import combine
from ratings.mcda.cells import mean_cells
from ratings.mcda.errors import McdaError
from ratings.mcda.problem import MISSING, Panel
from ratings.mcda.voices import EQUAL, PERSON, declared_voice
from tests.ratings.mcda.panels import empty_panel, make_panel, random_panel

seeds = st.integers(0, 2**32 - 1)
voices = st.sampled_from([EQUAL, PERSON, declared_voice([3, 2, 1])])


def dense_fit(panel, objective, penalty=0.5):
    """Solve the same penalised least squares with one big matrix."""
    cube = panel.sheets.reshape(panel.people, *panel.shape)
    options, groups = panel.shape[0], len(panel.group_names)
    rater, option = np.argwhere(cube[:, :, objective] != MISSING).T
    ratings = cube[rater, option, objective].astype(float)
    cell = panel.groups[rater] * options + option
    starts = np.cumsum([0, groups, options, groups * options, panel.people])
    design = np.zeros((len(ratings), starts[-1]))
    for start, index in zip(starts, (panel.groups[rater], option, cell, rater), strict=False):
        design[np.arange(len(ratings)), start + index] = 1
    ridge = np.diag([0.0] * groups + [penalty] * (starts[-1] - groups))
    effects = np.linalg.solve(design.T @ design + ridge, design.T @ ratings)
    return np.split(effects, starts[1:-1])


def mean_less_severity(panel, objective, severities):
    cube = panel.sheets.reshape(panel.people, *panel.shape)[:, :, objective]
    result = np.zeros((len(panel.group_names), panel.shape[0]))
    for group, option in np.ndindex(result.shape):
        here = (panel.groups == group) & (cube[:, option] != MISSING)
        result[group, option] = (cube[here, option] - severities[here]).mean()
    return result


def with_sheets(panel, cube):
    return Panel(
        groups=panel.groups,
        group_names=panel.group_names,
        sheets=cube.reshape(panel.people, -1),
        swings=panel.swings,
        options=panel.options,
        objectives=panel.objectives,
    )


def test_the_fit_solves_the_penalised_least_squares():
    panel = random_panel(5, people=60, options=6, objectives=2, groups=3, answered=0.5)

    fit = adjusted_cells(panel)

    gamma, beta, delta, alpha = dense_fit(panel, 1)
    assert fit.mu[1] + fit.cells.levels[:, 1] == pytest.approx(gamma, abs=1e-9)
    assert fit.beta[:, 1] == pytest.approx(beta, abs=1e-9)
    assert fit.delta[:, :, 1].ravel() == pytest.approx(delta, abs=1e-9)
    assert fit.severities[:, 1] == pytest.approx(alpha, abs=1e-9)


def test_a_value_is_the_mean_of_ratings_less_severities():
    panel = random_panel(5, people=60, options=6, objectives=2, groups=3, answered=0.5)

    fit = adjusted_cells(panel)

    expected = mean_less_severity(panel, 0, fit.severities[:, 0])
    result = fit.cells.net[:, :, 0] + fit.cells.levels[:, :1]
    assert result == pytest.approx(expected, abs=1e-9)


def test_levels_and_severities_balance_out():
    panel = random_panel(6, people=60, options=6, objectives=1, groups=3, answered=0.5)

    fit = adjusted_cells(panel)

    within = np.bincount(panel.groups, fit.severities[:, 0])
    assert within == pytest.approx(np.zeros(3), abs=1e-9)
    between = (fit.cells.people * fit.cells.levels).sum()
    assert between == pytest.approx(0, abs=1e-9)


def test_the_standard_error_follows_from_the_residuals():
    panel = random_panel(5, people=60, options=6, objectives=1, groups=1, answered=0.6)

    fit = adjusted_cells(panel)

    rater, option = np.nonzero(panel.sheets != MISSING)
    fitted = fit.mu[0] + fit.beta[option, 0] + fit.delta[0, option, 0] + fit.severities[rater, 0]
    squares = ((panel.sheets[rater, option] - fitted) ** 2).sum()
    people = len(np.unique(rater))
    deviation = np.sqrt(squares / (len(rater) - people - 6 + 1))
    expected = 12.5 * deviation / np.sqrt(fit.cells.counts[0, :, 0])
    assert fit.cells.standard_errors[0, :, 0].tolist() == pytest.approx(expected.tolist())


def test_a_severe_rater_does_not_drag_down_what_they_chose_to_rate():
    generous, severe = [9, 8, None], [None, 3, 2]
    panel = make_panel([[[x] for x in sheet] for sheet in [generous] * 5 + [severe] * 6])

    plain = mean_cells(panel).values[0, :, 0]
    fair = adjusted_cells(panel).cells.values[0, :, 0]

    assert plain[0] - plain[2] == pytest.approx(87.5)
    assert 12 < fair[0] - fair[2] < 45


@settings(max_examples=30, deadline=None)
@given(seeds, voices)
def test_complete_answers_give_the_values_of_the_mean(seed, voice):
    panel = random_panel(seed, people=15, answered=1.1)

    fair = combine(adjusted_cells(panel).cells, voice, [3, 2, 1])

    plain = combine(mean_cells(panel), voice, [3, 2, 1])
    assert fair.scores.tolist() == pytest.approx(plain.scores.tolist(), abs=1e-9)
    assert fair.ranks.tolist() == plain.ranks.tolist()
    assert fair.group_values.filled(-1) == pytest.approx(plain.group_values.filled(-1), abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(seeds, voices)
def test_a_rater_who_adds_one_everywhere_reorders_no_fully_covered_options(seed, voice):
    rng = np.random.default_rng(seed)
    panel = random_panel(seed, people=12, options=6, groups=3)
    cube = np.where(panel.sheets == MISSING, MISSING, np.minimum(panel.sheets, 8))
    cube = cube.reshape(12, 6, 3).astype(np.uint8)
    cube[:, :4] = rng.integers(1, 9, (12, 4, 3))
    raised = cube.copy()
    raised[0] += (raised[0] != MISSING).astype(np.uint8)

    before = combine(adjusted_cells(with_sheets(panel, cube)).cells, voice, [1, 1, 1])
    after = combine(adjusted_cells(with_sheets(panel, raised)).cells, voice, [1, 1, 1])

    gaps = np.subtract.outer(before.scores.data[:4], before.scores.data[:4])
    moved = np.subtract.outer(after.scores.data[:4], after.scores.data[:4])
    assert moved == pytest.approx(gaps, abs=1e-8)


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_the_order_of_people_changes_no_bit(seed):
    panel = random_panel(seed)
    order = np.random.default_rng(seed).permutation(panel.people)

    shuffled = Panel(
        groups=panel.groups[order],
        group_names=panel.group_names,
        sheets=panel.sheets[order],
        swings=panel.swings[order],
        options=panel.options,
        objectives=panel.objectives,
    )

    first, second = adjusted_cells(panel), adjusted_cells(shuffled)
    assert first.cells.net.tobytes() == second.cells.net.tobytes()
    assert first.severities[order].tobytes() == second.severities.tobytes()


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_permuting_options_and_objectives_permutes_values(seed):
    rng = np.random.default_rng(seed)
    panel = random_panel(seed)
    rows, columns = rng.permutation(5), rng.permutation(3)
    cube = panel.sheets.reshape(-1, 5, 3)[:, rows][:, :, columns]

    moved = adjusted_cells(with_sheets(panel, np.ascontiguousarray(cube))).cells.net

    still = adjusted_cells(panel).cells.net
    assert moved == pytest.approx(still[:, rows][:, :, columns], abs=1e-9)


def test_parts_of_the_list_that_share_no_rater_are_reported():
    panel = make_panel([[[5], [6], [None], [None]], [[None], [None], [2], [4]], [[4], [None], [None], [None]]])

    fit = adjusted_cells(panel)

    assert fit.components[:, 0].tolist() == [0, 0, 1, 1]
    assert fit.component_counts.tolist() == [2]


def test_an_option_that_nobody_rated_belongs_to_no_part():
    panel = make_panel([[[5], [6], [None]]])

    fit = adjusted_cells(panel)

    assert fit.components[:, 0].tolist() == [0, 0, -1]
    assert fit.cells.values[0, :, 0].tolist()[2] is None


def test_nobody_means_no_values_and_no_parts():
    fit = adjusted_cells(empty_panel())

    assert fit.cells.values.mask.all()
    assert fit.component_counts.tolist() == [0, 0]
    assert np.isfinite(fit.cells.net).all()


def test_one_rater_keeps_the_own_answers():
    fit = adjusted_cells(make_panel([[[2], [7], [9]]]))

    assert fit.cells.values[0, :, 0].tolist() == pytest.approx([12.5, 75.0, 100.0])
    assert fit.cells.standard_errors.mask.all()


def test_a_rater_of_all_nines_changes_no_gap():
    sheets = [[[2], [7], [5]], [[3], [6], [5]]]

    without = adjusted_cells(make_panel(sheets)).cells.net[0, :, 0]
    with_nines = adjusted_cells(make_panel([*sheets, [[9], [9], [9]]])).cells.net[0, :, 0]

    assert np.argsort(with_nines).tolist() == np.argsort(without).tolist()


def test_answers_that_are_all_equal_give_equal_values():
    values = adjusted_cells(make_panel([[[5], [5]]] * 4)).cells.values

    assert values[0, :, 0].tolist() == pytest.approx([50.0, 50.0])


@pytest.mark.parametrize("penalty", [0, -1, np.nan, np.inf])
def test_a_penalty_of_nothing_is_refused(penalty):
    with pytest.raises(McdaError, match="penalty"):
        adjusted_cells(empty_panel(), penalty=penalty)

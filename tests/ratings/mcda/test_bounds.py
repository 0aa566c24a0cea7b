import numpy as np
import pytest

from ratings.mcda.adjusted import adjusted_cells
from ratings.mcda.aggregation import combine
from ratings.mcda.bounds import missing_answers
from ratings.mcda.cells import mean_cells
from ratings.mcda.errors import McdaError
from ratings.mcda.voices import EQUAL, PERSON
from tests.ratings.mcda.panels import make_panel, random_panel

PARTIAL = [[[9], [6]], [[9], [6]], [[None], [6]], [[None], [6]]]


def test_missing_answers_are_filled_with_the_ends_of_the_scale():
    panel = make_panel(PARTIAL)

    result = missing_answers(mean_cells(panel), panel.group_sizes, EQUAL, [1])

    assert result.worst.scores.tolist() == [50.0, 62.5]
    assert result.best.scores.tolist() == [100.0, 62.5]


def test_missing_answers_are_shifted_by_one_point_within_the_scale():
    panel = make_panel(PARTIAL)

    result = missing_answers(mean_cells(panel), panel.group_sizes, EQUAL, [1])

    assert result.lower.scores.tolist() == [93.75, 62.5]
    assert result.higher.scores.tolist() == [100.0, 62.5]


def test_a_shifted_answer_does_not_leave_the_scale():
    panel = make_panel([[[9]], [[None]], [[1]], [[None]]], groups=[0, 0, 1, 1])

    result = missing_answers(mean_cells(panel), panel.group_sizes, EQUAL, [1])

    assert result.higher.scores.tolist() == [53.125]
    assert result.lower.scores.tolist() == [46.875]


def test_adjusted_values_are_averaged_with_what_is_filled_in():
    panel = random_panel(2, people=30)
    cells = adjusted_cells(panel).cells

    result = missing_answers(cells, panel.group_sizes, EQUAL, [1, 1, 1])

    given = cells.counts / panel.group_sizes[:, None, None]
    worst = (given * cells.values.data).mean(axis=(0, 2))
    best = worst + 100 * (1 - given).mean(axis=(0, 2))
    assert result.worst.scores.tolist() == pytest.approx(worst.tolist())
    assert result.best.scores.tolist() == pytest.approx(best.tolist())


def test_it_tells_whether_the_top_would_stand():
    panel = make_panel(PARTIAL)
    cells = mean_cells(panel)

    result = missing_answers(cells, panel.group_sizes, EQUAL, [1])

    assert result.survives(combine(cells, EQUAL, [1]), 1) == {
        "worst": False,
        "best": True,
        "lower": True,
        "higher": True,
    }


@pytest.mark.parametrize("voice", [EQUAL, PERSON])
def test_nothing_missing_changes_nothing(voice):
    panel = random_panel(2, people=20, answered=1.1)
    cells = adjusted_cells(panel).cells

    result = missing_answers(cells, panel.group_sizes, voice, [1, 1, 1])

    official = combine(cells, voice, [1, 1, 1]).scores.tolist()
    for aggregate in (result.worst, result.best, result.lower, result.higher):
        assert aggregate.scores.tolist() == pytest.approx(official)


def test_a_group_without_an_answer_in_a_cell_starts_from_the_others():
    panel = make_panel([[[5], [3]], [[None], [3]]], groups=[0, 1])

    result = missing_answers(mean_cells(panel), panel.group_sizes, EQUAL, [1])

    assert result.lower.scores.tolist() == [43.75, 25.0]
    assert result.worst.scores.tolist() == [25.0, 25.0]


def test_a_cell_that_nobody_answered_stays_open_when_shifted():
    panel = make_panel([[[5], [None]]])

    result = missing_answers(mean_cells(panel), panel.group_sizes, EQUAL, [1])

    assert result.lower.scores.tolist() == [50.0, None]
    assert result.best.scores.tolist() == [50.0, 100.0]


def test_more_answers_than_members_are_refused():
    panel = make_panel(PARTIAL)

    with pytest.raises(McdaError, match="group 0 has more answers than members"):
        missing_answers(mean_cells(panel), np.array([3]), EQUAL, [1])

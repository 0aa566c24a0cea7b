import numpy as np
import pytest

from ratings.mcda.errors import McdaError
from ratings.mcda.problem import Panel, Problem
from tests.ratings.mcda.panels import empty_panel, make_panel


def problem(**changes):
    fields = {
        "options": ("A", "B"),
        "objectives": ("X", "Y"),
        "values": [[1.0, 2.0], [3.0, 4.0]],
        "weights": [1.0, 3.0],
    }
    return Problem(**{**fields, **changes})


def panel(**changes):
    fields = {
        "groups": np.array([0, 1]),
        "group_names": ("G", "H"),
        "sheets": np.array([[1, 9], [255, 5]]),
        "swings": np.array([[100], [255]]),
        "options": ("A", "B"),
        "objectives": ("X",),
    }
    return Panel(**{**fields, **changes})


def test_shares_are_weights_over_their_sum():
    result = problem().shares

    assert result.tolist() == [0.25, 0.75]


def test_problem_keeps_its_own_unchangeable_copy():
    values = np.array([[1.0, 2.0], [3.0, 4.0]])

    result = problem(values=values)
    values[0, 0] = 99

    assert result.values[0, 0] == 1
    with pytest.raises(ValueError, match="read-only"):
        result.values[0, 0] = 5


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"options": ("A", "A")}, "options: 'A' occurs twice"),
        ({"options": ("A", " ")}, "options: the name at position 1 is blank"),
        ({"objectives": ()}, "objectives: at least one"),
        ({"options": "AB"}, "options: a list of names"),
        ({"values": [[1.0, 2.0]]}, r"values: shape \(1, 2\), expected \(2, 2\)"),
        (
            {"values": [[1.0, np.nan], [3.0, 4.0]]},
            r"values: value at \(0, 1\) is not finite",
        ),
        ({"values": [["a", 1], [2, 3]]}, "values: not an array of numbers"),
        ({"weights": [1.0, -1.0]}, "weights: the weight at position 1 is negative"),
        ({"weights": [0.0, 0.0]}, "weights: all are zero"),
        ({"weights": [1.0]}, "weights: 1 given for 2 objectives"),
    ],
)
def test_a_faulty_problem_is_refused_by_name(changes, message):
    with pytest.raises(McdaError, match=message):
        problem(**changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"groups": np.array([0, 2])}, "rater 1 is in group 2 of 2"),
        ({"groups": np.array([0.0, 1.0])}, "groups: whole numbers"),
        ({"group_names": ("G", "G")}, "groups: 'G' occurs twice"),
        ({"sheets": np.array([[1, 9]])}, "sheets: shape"),
        (
            {"sheets": np.array([[1, 10], [2, 3]])},
            "sheets: rater 0, position 1 holds 10",
        ),
        ({"sheets": np.array([[1, 0], [2, 3]])}, "sheets: rater 0, position 1 holds 0"),
        (
            {"sheets": np.array([[1, 300], [2, 3]])},
            "sheets: whole numbers from 0 to 255",
        ),
        ({"swings": np.array([[101], [2]])}, "swings: rater 0, position 0 holds 101"),
    ],
)
def test_a_faulty_panel_is_refused_by_name(changes, message):
    with pytest.raises(McdaError, match=message):
        panel(**changes)


def test_panel_keeps_its_own_unchangeable_copy():
    sheets = np.array([[1, 9], [255, 5]], dtype=np.uint8)

    result = panel(sheets=sheets)
    sheets[0, 0] = 7

    assert result.sheets[0, 0] == 1
    assert not result.sheets.flags.writeable


def test_a_panel_may_have_no_rater():
    result = empty_panel()

    assert result.people == 0
    assert result.group_sizes.tolist() == [0, 0]


def test_a_subset_keeps_the_names_of_all_groups():
    whole = make_panel([[[1]], [[2]], [[3]]], groups=[0, 1, 1])

    result = whole.subset(np.array([False, True, True]))

    assert result.group_sizes.tolist() == [0, 2]

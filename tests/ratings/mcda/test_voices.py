import numpy as np
import pytest

from ratings.mcda.errors import McdaError
from ratings.mcda.voices import (
    EQUAL,
    PERSON,
    Voice,
    declared_voice,
    effective_people,
    group_shares,
)

COUNTS = np.array([120, 60, 40, 30, 20, 15, 15])


def test_equal_voice_counts_300_people_as_184():
    assert round(effective_people(EQUAL, COUNTS)) == 184


def test_one_voice_a_person_counts_everybody():
    assert effective_people(PERSON, COUNTS) == pytest.approx(300)


def test_nobody_counts_as_none():
    assert effective_people(EQUAL, np.zeros(2)) == 0


def test_a_silent_group_passes_its_share_to_the_others():
    result = group_shares(declared_voice([2, 1, 1]), np.array([0, 5, 9]))

    assert result.tolist() == [0, 0.5, 0.5]


def test_shares_are_found_for_each_cell_alone():
    result = group_shares(PERSON, np.array([[3, 0], [1, 0]]))

    assert result.tolist() == [[0.75, 0], [0.25, 0]]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Voice("loudest"), "'loudest' is not"),
        (lambda: Voice("equal", (1.0,)), "do not belong"),
        (lambda: declared_voice([]), "all are zero"),
        (lambda: declared_voice([1, -1]), "negative"),
        (lambda: group_shares(declared_voice([1]), np.ones(2)), "1 given for 2 groups"),
    ],
)
def test_a_faulty_policy_is_refused(make, message):
    with pytest.raises(McdaError, match=message):
        make()

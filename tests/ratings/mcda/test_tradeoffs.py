"""Trade-off questions: what is asked, and what an answer says about swing points."""

from itertools import pairwise
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratings.mcda.errors import McdaError
from ratings.mcda.tradeoffs import (
    CLEAR,
    Preference,
    TradeOff,
    choose_trade_offs,
    coherence,
    fitting_points,
    order_points,
    read_trade_offs,
)

HALF = TradeOff(heavier=0, lighter=1, step=0.5)
point_lists = st.lists(st.integers(0, 100), min_size=2, max_size=8)


def test_order_points_of_three_are_the_centroid_scaled_to_a_hundred():
    # Barron & Barrett: 0.6111, 0.2778, 0.1111
    assert order_points(3) == (100, 45, 18)


def test_order_points_of_one_objective():
    assert order_points(1) == (100,)


@given(st.integers(1, 30))
def test_order_points_never_rise_and_never_vanish(n):
    points = order_points(n)

    assert points[0] == 100
    assert all(a >= b >= 1 for a, b in pairwise(points))


def test_order_points_of_nothing_are_refused():
    with pytest.raises(McdaError):
        order_points(0)


def test_the_question_nearest_to_the_ratio_that_is_still_clear_comes_first():
    (question,) = choose_trade_offs([100, 40], count=1)

    # 0.4 lies at 1.25 from a half, too near; at 1.6 from a quarter; at 1.9 from three quarters
    assert question == TradeOff(heavier=0, lighter=1, step=0.25)


def test_two_questions_are_about_two_pairs_and_bring_in_a_third_objective():
    questions = choose_trade_offs([100, 80, 30, 10])

    assert len({frozenset((q.heavier, q.lighter)) for q in questions}) == 2
    assert len({index for q in questions for index in (q.heavier, q.lighter)}) >= 3


def test_two_objectives_allow_one_question():
    assert len(choose_trade_offs([100, 60])) == 1


def test_nothing_is_asked_about_objectives_of_no_points():
    assert choose_trade_offs([100, 0, 0]) == ()


@given(point_lists)
def test_every_question_is_clear_and_names_the_heavier_first(points):
    for question in choose_trade_offs(points):
        assert points[question.heavier] >= points[question.lighter] > 0
        ratio = points[question.lighter] / points[question.heavier] / question.step
        assert abs(log(ratio)) >= CLEAR - 1e-12


@pytest.mark.parametrize(
    ("lighter", "preference", "distance"),
    [
        (40, Preference.PART, 0),
        (40, Preference.WHOLE, log(1.25)),
        (40, Preference.SAME, log(1.25)),
        (90, Preference.PART, log(1.8)),
        (90, Preference.WHOLE, 0),
        (90, Preference.SAME, log(1.8)),
        (50, Preference.SAME, 0),
    ],
)
def test_the_distance_is_how_far_the_points_lie_outside_what_the_answer_allows(lighter, preference, distance):
    (reading,) = read_trade_offs([100, lighter], [(HALF, preference)])

    assert reading.distance == pytest.approx(distance)


def test_the_worst_reading_comes_first():
    other = TradeOff(heavier=0, lighter=2, step=0.5)

    worst, _ = read_trade_offs([100, 60, 95], [(HALF, Preference.PART), (other, Preference.PART)])

    assert worst.question == other


def test_a_small_departure_is_no_conflict():
    (reading,) = read_trade_offs([100, 55], [(HALF, Preference.PART)])

    assert not reading.conflicts


def test_points_of_nothing_still_have_a_distance():
    (reading,) = read_trade_offs([100, 0], [(HALF, Preference.WHOLE)])

    assert np.isfinite(reading.distance)
    assert reading.conflicts


def test_a_question_about_an_unknown_objective_is_refused():
    with pytest.raises(McdaError, match="objective 7 of 2"):
        read_trade_offs([100, 50], [(TradeOff(0, 7, 0.5), Preference.PART)])


def test_coherence_is_the_mean_distance():
    readings = read_trade_offs([100, 90], [(HALF, Preference.PART), (HALF, Preference.WHOLE)])

    assert coherence(readings) == pytest.approx(log(1.8) / 2)


def test_coherence_of_no_answer_is_unknown():
    assert coherence(()) is None


@given(point_lists, st.sampled_from(Preference))
def test_with_the_fitting_points_the_answer_is_no_conflict(points, preference):
    for question in choose_trade_offs(points):
        (reading,) = read_trade_offs(points, [(question, preference)])
        mended = list(points)
        mended[question.lighter] = fitting_points(points, reading)
        (again,) = read_trade_offs(mended, [(question, preference)])
        # below five points rounding to whole points is coarser than the tolerance
        assert not again.conflicts or points[question.heavier] * question.step < 5


@given(point_lists, st.permutations(range(8)))
def test_the_order_of_objectives_does_not_change_how_well_an_answer_fits(points, order):
    order = [index for index in order if index < len(points)]
    shuffled = [points[index] for index in order]
    place = {old: new for new, old in enumerate(order)}

    for question in choose_trade_offs(points):
        moved = TradeOff(place[question.heavier], place[question.lighter], question.step)
        (one,) = read_trade_offs(points, [(question, Preference.PART)])
        (other,) = read_trade_offs(shuffled, [(moved, Preference.PART)])
        assert one.distance == other.distance

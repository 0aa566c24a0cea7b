import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratings.mcda.aggregation import combine
from ratings.mcda.cells import mean_cells
from ratings.mcda.errors import McdaError
from ratings.mcda.intervals import summarise
from ratings.mcda.resampling import Draws
from ratings.mcda.voices import EQUAL, PERSON, declared_voice
from tests.ratings.mcda.draws import run
from tests.ratings.mcda.panels import empty_panel, make_panel, random_panel

seeds = st.integers(0, 2**32 - 1)
voices = st.sampled_from([EQUAL, PERSON, declared_voice([3, 2, 1])])


def test_an_interval_leaves_a_tail_on_each_side():
    official = combine(mean_cells(make_panel([[[5], [1]]])), EQUAL, [1])
    scores = np.column_stack([np.arange(101.0), np.full(101, 70.0)])
    draws = Draws(scores, official.scored, estimable=True, single=(), method="bootstrap")

    result = summarise(draws, official, k=1, level=0.9)

    assert result.low_score[0] == pytest.approx(5)
    assert result.high_score[0] == pytest.approx(95)
    assert result.top_chance.tolist() == pytest.approx([31 / 101, 71 / 101])
    assert result.beats[0, 1] == pytest.approx(30 / 101)


def test_an_interval_reaches_the_estimate():
    official = combine(mean_cells(make_panel([[[5], [1]]])), EQUAL, [1])
    scores = np.tile([60.0, 70.0], (9, 1))
    draws = Draws(scores, official.scored, estimable=True, single=(), method="bootstrap")

    result = summarise(draws, official, k=1)

    assert result.low_score.tolist() == [50, 0]
    assert result.high_score.tolist() == [60, 70]
    assert result.low_rank.tolist() == [1, 1]
    assert result.high_rank.tolist() == [2, 2]


@pytest.mark.parametrize(("k", "level"), [(-1, 0.9), (1, 0), (1, 1)])
def test_an_interval_of_no_meaning_is_refused(k, level):
    official, found, _ = run(make_panel([[[3]], [[4]]]))

    with pytest.raises(McdaError):
        summarise(found, official, k=k, level=level)


def test_nobody_means_no_intervals():
    _, found, result = run(empty_panel())

    assert not found.estimable
    for array in (result.low_score, result.high_rank, result.top_chance, result.tiers):
        assert array.tolist() == [None, None, None]


def test_one_rater_means_no_intervals():
    official, found, result = run(make_panel([[[3], [7]]]))

    assert official.ranks.tolist() == [2, 1]
    assert found.single == (0,)
    assert result.low_rank.tolist() == [None, None]


def test_groups_of_one_are_named_and_mean_no_intervals():
    _, found, result = run(make_panel([[[3], [7]], [[4], [6]]], groups=[0, 1]))

    assert found.single == (0, 1)
    assert result.beats.tolist() == [[None, None], [None, None]]


def test_one_option_is_first_for_sure():
    _, _, result = run(make_panel([[[3]], [[7]], [[5]]]), k=1)

    assert result.low_rank.tolist() == [1]
    assert result.high_rank.tolist() == [1]
    assert result.top_chance.tolist() == [1.0]
    assert result.tiers.tolist() == [1]


def test_options_that_are_rated_alike_share_rank_and_tier():
    _, _, result = run(make_panel([[[3], [3]], [[7], [7]], [[5], [5]]]))

    assert result.high_rank.tolist() == [1, 1]
    assert result.beats.tolist() == [[None, 0.0], [0.0, None]]
    assert result.tiers.tolist() == [1, 1]


def test_a_gap_that_nobody_disputes_separates_tiers():
    _, _, result = run(make_panel([[[9], [2]], [[8], [3]], [[9], [1]]]), k=1)

    assert result.tiers.tolist() == [1, 2]
    assert result.beats.tolist() == [[None, 1.0], [0.0, None]]
    assert result.top_chance.tolist() == [1.0, 0.0]


def test_two_camps_at_the_ends_have_wide_intervals():
    panel = make_panel([[[1], [9]]] * 20 + [[[9], [1]]] * 20)

    _, _, result = run(panel)

    assert result.low_rank.tolist() == [1, 1]
    assert result.high_rank.tolist() == [2, 2]
    assert result.tiers.tolist() == [1, 1]


def test_an_option_that_is_not_scored_has_no_interval_and_stands_in_nobodys_way():
    panel = make_panel([[[3], [None], [7]], [[4], [None], [8]], [[2], [None], [6]]])

    _, _, result = run(panel, k=1)

    assert result.low_rank.tolist() == [2, None, 1]
    assert result.tiers.tolist() == [2, None, 1]


@settings(max_examples=40, deadline=None)
@given(seeds, voices, st.booleans())
def test_chances_add_up_and_everything_is_finite(seed, voice, adjusted):
    rng = np.random.default_rng(seed)
    panel = random_panel(
        seed,
        people=int(rng.integers(0, 30)),
        options=int(rng.integers(1, 6)),
        objectives=int(rng.integers(1, 4)),
        answered=float(rng.random()),
    )

    official, found, result = run(panel, voice, adjusted=adjusted, draws=50)

    assert np.isfinite(found.scores).all()
    there = official.scored & found.estimable
    assert result.rank_chances.data.sum(axis=1) == pytest.approx(there.astype(float))
    both = result.beats.data + result.beats.data.T
    assert both.max(initial=0) <= 1 + 1e-12
    for low, value, high in (
        (result.low_score, official.scores, result.high_score),
        (result.low_rank, official.ranks, result.high_rank),
    ):
        assert (low.data[there] <= value.data[there]).all()
        assert (value.data[there] <= high.data[there]).all()

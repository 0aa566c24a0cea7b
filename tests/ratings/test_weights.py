"""Saving weights: packed for the runs, never over weights that the page has not shown, harmless when repeated."""

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ratings.models import RecomputeRequest, TradeOffAnswer, Weighting
from ratings.scoring import Question
from ratings.selectors import swings_of, trade_offs_of, weighting_of
from ratings.services.answers import RoundNotOpenError
from ratings.services.rounds import close_round
from ratings.services.weights import WeightsConflictError, save_conflict_reply, save_swings, save_trade_offs

pytestmark = pytest.mark.django_db

TRANSACTION_CONTROL = ("SAVEPOINT", "RELEASE", "ROLLBACK")


def order(stage, participant, points, version=0):
    given = {objective.pk: p for objective, p in zip(stage.objectives, points, strict=True)}
    return save_swings(participant=participant, points=given, version=version, mode=Weighting.Mode.ORDER)


def choose(stage, participant, choice, version):
    answers = [(Question(*stage.objectives, 0.5), choice)] if choice else []
    return save_trade_offs(participant=participant, answers=answers, version=version)


def reply(participant, words, version):
    return save_conflict_reply(participant=participant, reply=words, version=version)


def live(participant):
    """All that a person gave, as one value."""
    weighting = weighting_of(participant)
    choices = [answer.choice for answer in trade_offs_of(participant)]
    points = tuple(points for _, points in sorted(swings_of(participant).items()))
    return (weighting.version, weighting.mode, weighting.reply, points, choices) if weighting else None


def test_swing_points_are_packed(stage):
    participant = stage.join()

    stage.weigh(participant, (100, 40))

    participant.refresh_from_db()
    assert list(participant.swing_sheet) == [100, 40]


def test_swing_points_given_again_replace_the_ones_before(stage):
    participant = stage.join()

    stage.weigh(participant, (100, 40))
    stage.weigh(participant, (20, 100), version=1)

    participant.refresh_from_db()
    assert list(participant.swing_sheet) == [20, 100]


def test_each_change_of_points_choices_and_reply_is_a_version(stage):
    participant = stage.join()

    stage.weigh(participant, (100, 40))
    choose(stage, participant, "part", version=1)
    reply(participant, "keep", version=2)

    assert live(participant) == (3, "points", "keep", (100, 40), ["part"])


def test_new_points_and_new_choices_end_what_was_said_of_the_old(stage):
    participant = stage.join()
    stage.weigh(participant, (100, 40))
    choose(stage, participant, "part", version=1)
    reply(participant, "keep", version=2)

    choose(stage, participant, "same", version=3)

    assert live(participant) == (4, "points", "", (100, 40), ["same"])


def test_points_from_an_old_page_are_refused_and_change_nothing(stage):
    participant = stage.join()
    stage.weigh(participant, (100, 40))

    with pytest.raises(WeightsConflictError):
        stage.weigh(participant, (20, 100))

    assert live(participant) == (1, "points", "", (100, 40), [])


def test_an_order_from_an_old_page_does_not_replace_points(stage):
    participant = stage.join()
    stage.weigh(participant, (100, 33))

    with pytest.raises(WeightsConflictError):
        order(stage, participant, (100, 33))

    assert live(participant) == (1, "points", "", (100, 33), [])


@pytest.mark.parametrize("choice", ["whole", None])
def test_choices_from_an_old_page_are_refused_and_so_is_leaving_them_out(stage, choice):
    participant = stage.join()
    stage.weigh(participant, (100, 40))
    choose(stage, participant, "part", version=1)

    with pytest.raises(WeightsConflictError):
        choose(stage, participant, choice, version=1)

    assert live(participant) == (2, "points", "", (100, 40), ["part"])


def test_a_reply_from_an_old_page_is_refused(stage):
    participant = stage.join()
    stage.weigh(participant, (100, 40))
    choose(stage, participant, "part", version=1)
    stage.weigh(participant, (100, 20), version=2)

    with pytest.raises(WeightsConflictError):
        reply(participant, "keep", version=2)

    assert live(participant) == (3, "points", "", (100, 20), ["part"])


def test_a_retry_after_a_lost_answer_changes_nothing(stage):
    participant = stage.join()
    saves = [
        lambda: order(stage, participant, (100, 33)),
        lambda: stage.weigh(participant, (100, 40), version=1),
        lambda: choose(stage, participant, "part", version=2),
        lambda: reply(participant, "keep", version=3),
    ]
    for save in saves:
        save()
        after = live(participant), RecomputeRequest.objects.count()

        save()

        assert (live(participant), RecomputeRequest.objects.count()) == after


def test_a_retry_says_that_nothing_changed(stage):
    participant = stage.join()

    assert [order(stage, participant, (100, 33)) for _ in range(2)] == [True, False]


def test_a_retry_does_not_bring_old_points_back(stage):
    participant = stage.join()
    stage.weigh(participant, (100, 40))
    stage.weigh(participant, (100, 60), version=1)

    with pytest.raises(WeightsConflictError):
        stage.weigh(participant, (100, 40))

    assert live(participant)[3] == (100, 60)


def test_weights_from_before_versions_were_counted_can_be_changed(stage):
    participant = stage.join()
    stage.weigh(participant, (100, 40))
    Weighting.objects.all().delete()

    stage.weigh(participant, (100, 60))

    assert live(participant) == (1, "points", "", (100, 60), [])


def test_a_closed_round_takes_no_weights(stage):
    participant = stage.join()
    close_round(round_=stage.round, by=None)

    with pytest.raises(RoundNotOpenError):
        stage.weigh(participant, (100, 40))

    assert live(participant) is None


def test_saving_weights_takes_eight_queries_whatever_was_given_before(stage):
    participant = stage.join()
    stage.weigh(participant, (100, 40))
    choose(stage, participant, "part", version=1)

    with CaptureQueriesContext(connection) as queries:
        stage.weigh(participant, (100, 60), version=2)

    assert len([query for query in queries if not query["sql"].startswith(TRANSACTION_CONTROL)]) == 8


def save_by_chance(stage, participant, version, chance):
    points = (100, int(chance.integers(1, 4)))
    kind = chance.integers(4)
    if kind == 0:
        return stage.weigh(participant, points, version=version)
    if kind == 1:
        return order(stage, participant, points, version=version)
    if kind == 2:
        return choose(stage, participant, chance.choice(TradeOffAnswer.Choice.values), version)
    return reply(participant, chance.choice(Weighting.Reply.values), version)


@pytest.mark.parametrize("seed", range(50))
def test_two_tabs_never_overwrite_weights_they_have_not_seen(stage, seed):
    """Each tab knows what its page showed. A save may replace only what stood there."""
    chance = np.random.default_rng(seed)
    participant = stage.join()
    shown = [None, None]
    silent = []

    for _ in range(20):
        tab, before = chance.integers(2), live(participant)
        if chance.random() < 0.3:
            shown[tab] = before
            continue
        try:
            save_by_chance(stage, participant, shown[tab][0] if shown[tab] else 0, chance)
        except WeightsConflictError:
            continue
        after = live(participant)
        silent += [(before, after)] if after != before and before != shown[tab] else []
        shown[tab] = after

    assert silent == []

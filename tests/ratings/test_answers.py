"""Saving answers: counted once, never lost, never over a newer answer."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ratings.models import Rating, RatingEvent, RecomputeRequest, Round
from ratings.selectors import layout_of
from ratings.services.answers import (
    RoundNotOpenError,
    SavedAnswers,
    VersionConflictError,
    pack_ratings,
)
from ratings.services.rounds import close_round
from ratings.services.weights import pack_swings
from ratings.sheets import MISSING

pytestmark = pytest.mark.django_db


def live(participant):
    rows = Rating.objects.filter(participant=participant).order_by("round_solution__position", "objective__position")
    return list(rows.values_list("state", "value", "version"))


def test_save_answers_writes_one_row_an_objective(stage):
    participant = stage.join()

    saved = stage.rate(participant, 0, (7, None))

    assert saved == SavedAnswers(version=1, changed=2)
    assert live(participant) == [("rated", 7, 1), ("cannot_judge", None, 1)]


def test_save_answers_packs_the_sheet(stage):
    participant = stage.join()

    stage.rate(participant, 1, (4, None))

    participant.refresh_from_db()
    assert list(participant.sheet) == [MISSING, MISSING, 4, MISSING, MISSING, MISSING]


def test_save_answers_asks_for_a_recompute(stage):
    participant = stage.join()
    RecomputeRequest.objects.all().delete()

    stage.rate(participant, 0, (7, 3))

    assert RecomputeRequest.objects.filter(round=stage.round).count() == 1


def test_save_answers_keeps_every_version_in_the_history(stage):
    participant = stage.join()

    stage.rate(participant, 0, (7, 3))
    stage.rate(participant, 0, (8, 3), version=1)

    history = RatingEvent.objects.filter(participant=participant, objective=stage.objectives[0])
    assert list(history.values_list("value", "version")) == [(7, 1), (8, 2)]


def test_save_answers_again_changes_nothing(stage):
    participant = stage.join()
    stage.rate(participant, 0, (7, 3))
    RecomputeRequest.objects.all().delete()

    saved = stage.rate(participant, 0, (7, 3))

    assert saved == SavedAnswers(version=1, changed=0)
    assert RatingEvent.objects.count() == 2
    assert not RecomputeRequest.objects.exists()


def test_save_answers_from_an_old_page_is_refused_with_the_current_answers(stage):
    participant = stage.join()
    stage.rate(participant, 0, (7, 3))

    with pytest.raises(VersionConflictError) as conflict:
        stage.rate(participant, 0, (2, 3))

    assert conflict.value.version == 1
    assert conflict.value.current[stage.objectives[0].pk].value == 7
    assert live(participant) == [("rated", 7, 1), ("rated", 3, 1)]


def test_save_answers_after_closing_is_refused(stage):
    participant = stage.join()
    close_round(round_=stage.round, by=None)

    with pytest.raises(RoundNotOpenError):
        stage.rate(participant, 0, (7, 3))

    assert live(participant) == []


def test_save_answers_past_the_closing_time_is_refused_though_nobody_closed_the_round(stage):
    participant = stage.join()
    past = timezone.now() - timedelta(minutes=1)
    Round.objects.filter(pk=stage.round.pk).update(opens_at=past - timedelta(days=1), closes_at=past)

    with pytest.raises(RoundNotOpenError) as refusal:
        stage.rate(participant, 0, (7, 3))

    assert refusal.value.closed_at == past


TRANSACTION_CONTROL = ("SAVEPOINT", "RELEASE SAVEPOINT")


@pytest.mark.parametrize("already_rated", [0, 2])
def test_a_save_costs_seven_queries_however_much_was_answered(stage, already_rated):
    participant = stage.join()
    for solution in range(already_rated):
        stage.rate(participant, solution, (5, 5))

    with CaptureQueriesContext(connection) as queries:
        stage.rate(participant, 2, (7, 3))

    assert len([query for query in queries if not query["sql"].startswith(TRANSACTION_CONTROL)]) == 7


def test_the_database_packs_a_sheet_as_the_verification_does(stage):
    participant = stage.join()

    stage.rate(participant, 2, (9, 1))
    stage.rate(participant, 0, (None, 4))
    stage.weigh(participant, (100, 0))

    layout = layout_of(stage.round.pk)
    participant.refresh_from_db()
    assert participant.sheet == pack_ratings(participant, layout)
    assert participant.swing_sheet == pack_swings(participant, layout)

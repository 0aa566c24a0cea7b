"""The path from a save to a run, with a real broker, across connections and crashes."""

import threading

import pytest
from django.core.management import call_command
from django.db import connection, connections
from kombu import pools

from mhin.celery import app
from ratings.models import RecomputeRequest, ScoreRun
from ratings.scoring import recompute_round
from ratings.scoring.runs import LOCK_SPACE
from ratings.services.sweep import sweep_rounds
from tests.conftest import Stage

ROWS = [(9, 5), (5, 5), (1, 3)]


@pytest.fixture
def live_stage(transactional_db):
    """A stage whose rows are committed, so that other connections see them."""
    return Stage(aggregation="mean", weights="declared")


def messages_waiting():
    with app.connection_for_read() as broker:
        return broker.default_channel.client.llen("celery")


def forget_connections():
    """The next message opens a connection anew. Celery has no public way to say so in one process."""
    pools.reset()
    app._pool = app.amqp._producer_pool = None


@pytest.fixture
def empty_queue():
    with app.connection_for_read() as broker:
        broker.default_channel.client.delete("celery")


@pytest.fixture
def no_broker(monkeypatch):
    monkeypatch.setenv("CELERY_BROKER_URL", "redis+socket:///nowhere/at-all.sock")
    forget_connections()
    yield
    monkeypatch.undo()
    forget_connections()


@pytest.mark.redis
def test_a_save_rings_the_bell(live_stage, empty_queue):
    person = live_stage.join()

    live_stage.rate(person, 0, (7, 3))

    assert messages_waiting() == 1


def test_a_save_without_a_broker_is_still_saved(live_stage, no_broker, caplog):
    live_stage.rate(live_stage.join(), 0, (7, 3))

    assert "The broker did not answer" in caplog.text
    assert sweep_rounds() == 1
    assert ScoreRun.objects.get().answers == 2


def test_the_sweeper_computes_what_no_worker_has(live_stage):
    live_stage.rate_all(live_stage.join(), ROWS)

    call_command("sweep", once=True)

    live_stage.round.refresh_from_db()
    assert live_stage.round.current_run.answers == 6
    assert not RecomputeRequest.objects.exists()


def test_recompute_round_leaves_when_another_holds_the_lock(live_stage):
    live_stage.rate_all(live_stage.join(), ROWS)
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK_SPACE, live_stage.round.pk])

    result = recompute_round(live_stage.round.pk)

    other.close()
    assert result is None
    assert RecomputeRequest.objects.exists()


def test_recompute_round_keeps_the_requests_when_it_fails(live_stage, settings):
    live_stage.rate_all(live_stage.join(), ROWS)
    settings.CODE_VERSION = "x" * 41  # longer than its column, so that storing the run fails

    with pytest.raises(Exception, match="too long"):
        recompute_round(live_stage.round.pk)

    assert RecomputeRequest.objects.exists()
    assert not ScoreRun.objects.exists()


def test_the_sweeper_goes_on_after_a_round_that_cannot_be_computed(live_stage, settings):
    broken, sound = live_stage, Stage(aggregation="mean", weights="declared")
    broken.rate(broken.join(), 0, (7, 3))
    sound.rate(sound.join(), 0, (7, 3))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ratings_participant SET sheet = '\\x63' WHERE round_id = %s", [broken.round.pk])

    stored = sweep_rounds()

    assert stored == 1
    assert RecomputeRequest.objects.filter(round=broken.round).exists()


def test_two_recomputations_at_once_store_one_run(live_stage):
    live_stage.rate_all(live_stage.join(), ROWS)

    in_parallel(lambda: recompute_round(live_stage.round.pk), times=4)

    assert ScoreRun.objects.count() == 1
    assert not RecomputeRequest.objects.exists()


def test_parallel_saves_of_one_page_count_once(live_stage):
    person = live_stage.join()

    in_parallel(lambda: live_stage.rate(person, 0, (7, 3)), times=8)

    live_stage.recompute()
    assert live_stage.round.current_run.answers == 2
    assert list(person.ratings.values_list("version", flat=True)) == [1, 1]


def test_parallel_joining_makes_one_participant(live_stage, django_user_model):
    user = django_user_model.objects.create_user("one@example.org")

    in_parallel(lambda: live_stage.join(user), times=6)

    assert live_stage.round.participants.count() == 1


def in_parallel(act, *, times):
    """Run `act` in threads that all start together; raise what any of them raised."""
    barrier, errors = threading.Barrier(times), []

    def run():
        try:
            barrier.wait()
            act()
        except Exception as error:  # handed to the test below
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []

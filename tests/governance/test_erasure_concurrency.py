"""Somebody is erased while they save, join, or while the round closes: real threads on real connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import IntegrityError, connection, transaction

from governance.services.erasure import erase_person
from mhin.accounts.erasing import ErasureError, lock_account
from mhin.accounts.models import User
from mhin.accounts.roles import Role
from ratings.models import Participant, Rating
from ratings.services.consent import ConsentNeededError
from ratings.services.rounds import close_round
from ratings.services.verification import verify_round
from tests.conftest import Stage
from tests.factories.accounts import UserFactory
from tests.ratings.test_concurrency import on_own_connection

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 10


@pytest.mark.parametrize("repetition", range(TIMES))
def test_a_save_ends_first_or_comes_too_late(repetition):
    stage, user = Stage(aggregation="mean"), UserFactory()
    participant, under_way = stage.join(user), Event()
    stage.rate_all(stage.join(group=1), [(5, 5), (6, 6), (7, 7)])

    @on_own_connection
    def save_until_refused():
        for version in range(10_000):
            try:
                stage.rate(participant, 0, (version % 9 + 1, 5), version=version)
            except ConsentNeededError:
                return version
            if version == repetition:
                under_way.set()
        return None

    with ThreadPoolExecutor(1) as threads:
        saved = threads.submit(save_until_refused)
        under_way.wait()
        erase_person(user=user, by=None)
    stage.recompute()

    assert saved.result() is not None
    assert not Rating.objects.filter(participant_id=participant.pk).exists()
    assert verify_round(stage.round) == []


@pytest.mark.parametrize("repetition", range(TIMES))
def test_who_joins_while_they_are_erased_leaves_nothing(repetition):
    stage, user = Stage(), UserFactory()
    start = Barrier(3)

    @on_own_connection
    def at_once(act):
        start.wait()
        try:
            act()
        except IntegrityError:  # the account that the link needs was gone
            return "refused"
        return "done"

    acts = (
        lambda: stage.join(user),
        lambda: erase_person(user=user, by=None),
        lambda: close_round(round_=stage.round, by=None),
    )
    with ThreadPoolExecutor(3) as threads:
        outcomes = [outcome.exception() or outcome.result() for outcome in [threads.submit(at_once, a) for a in acts]]

    assert outcomes[1:] == ["done", "done"]
    assert not User.objects.filter(pk=user.pk).exists()
    assert not Participant.objects.exists()


def waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def test_nothing_new_hangs_on_an_account_that_is_being_erased():
    stage, user = Stage(), UserFactory()

    with ThreadPoolExecutor(1) as threads, transaction.atomic():
        lock_account(user=user)
        joining = threads.submit(on_own_connection(stage.join), user)
        while not (joining.done() or waits_for_a_lock()):
            pass
        erase_person(user=user, by=None)

    assert isinstance(joining.exception(), IntegrityError)
    assert not Participant.objects.exists()


@pytest.mark.parametrize("repetition", range(TIMES))
def test_of_two_administrators_who_erase_each_other_one_stays(roles, person_with, repetition):
    pair = [person_with(Role.ADMINISTRATOR) for _ in range(2)]
    start = Barrier(2)

    @on_own_connection
    def erase(number):
        start.wait()
        try:
            erase_person(user=pair[number], by=pair[1 - number])
        except (ErasureError, IntegrityError):
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        erased = list(threads.map(erase, range(2)))

    assert sorted(erased) == [False, True]
    assert User.objects.filter(groups__name=Role.ADMINISTRATOR).count() == 1

"""Many people at once, two tabs at once, a round that closes meanwhile: real threads on real connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import numpy as np
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from ratings.models import Rating, RatingEvent
from ratings.selectors import answers_to, latest_version
from ratings.services.answers import Answer, RoundNotOpenError, VersionConflictError, save_answers
from ratings.services.rounds import close_round
from ratings.services.weights import WeightsConflictError
from ratings.sheets import MISSING
from tests.conftest import Stage
from tests.factories.accounts import UserFactory

CLIENTS, CLOSINGS = 16, 20
PEOPLE, TIMES_EACH = 20, 10


def on_own_connection(function):
    """Give the connection back when the work is done, as a request does: the pool has fewer than there are threads."""

    def run(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        finally:
            connection.close()

    return run


@pytest.mark.parametrize("seed", range(50))
def test_two_tabs_never_overwrite_what_they_have_not_seen(stage, seed):
    """Each tab knows what its page showed. A save may replace only an answer that stood on that page."""
    chance = np.random.default_rng(seed)
    participant, solution = stage.join(), stage.solutions[0]
    tabs = [{"seen": {}, "version": 0} for _ in range(2)]
    silent = []

    for _ in range(20):
        tab = tabs[chance.integers(2)]
        before = answers_to(participant=participant, round_solution=solution)
        stored = {pk: rating.value for pk, rating in before.items()}
        if chance.random() < 0.3:
            tab |= {"seen": stored, "version": latest_version(before)}
            continue
        wanted = tab["seen"] | {stage.objectives[chance.integers(2)].pk: int(chance.integers(1, 10))}
        answers = {pk: Answer("rated", value) for pk, value in wanted.items()}
        try:
            saved = save_answers(
                participant=participant, round_solution=solution, answers=answers, version=tab["version"]
            )
        except VersionConflictError:
            continue
        silent += [pk for pk, value in wanted.items() if stored.get(pk) not in (value, tab["seen"].get(pk))]
        tab |= {"seen": wanted, "version": saved.version}

    assert silent == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("repetition", range(CLOSINGS))
def test_what_was_acknowledged_over_a_closing_round_is_what_the_final_run_has(repetition):
    stage = Stage(aggregation="mean")
    people = [stage.join(group=number % 2) for number in range(CLIENTS)]
    start, under_way = Barrier(CLIENTS + 1), Event()

    rate = on_own_connection(stage.rate)

    def save_until_closed(participant):
        acknowledged, chance = {}, np.random.default_rng(participant.pk.int)
        start.wait()
        for turn in range(10_000):
            solution = int(chance.integers(3))
            values = tuple(chance.integers(1, 10, 2).tolist())
            version = acknowledged[solution][0] if solution in acknowledged else 0
            try:
                saved = rate(participant, solution, values, version=version)
            except RoundNotOpenError:
                break
            acknowledged[solution] = saved.version, values
            if turn == repetition % 5:
                under_way.set()
        return acknowledged

    with ThreadPoolExecutor(CLIENTS) as threads:
        results = [threads.submit(save_until_closed, participant) for participant in people]
        start.wait()
        under_way.wait()
        close_round(round_=stage.round, by=None)
        acknowledged = [result.result() for result in results]
    run = stage.recompute()

    assert [sheet_of(participant) for participant in people] == [expected_sheet(answers) for answers in acknowledged]
    assert run.answers == sum(len(values) for answers in acknowledged for _, values in answers.values())


def sheet_of(participant):
    participant.refresh_from_db()
    return list(participant.sheet) or [MISSING] * 6


def expected_sheet(acknowledged):
    cells = [acknowledged[solution][1] if solution in acknowledged else (MISSING, MISSING) for solution in range(3)]
    return [value for pair in cells for value in pair]


@pytest.mark.django_db(transaction=True)
def test_ten_identical_saves_at_once_by_each_of_twenty_people_count_twenty_people():
    stage = Stage(aggregation="mean")
    address = reverse("ratings:rate-solution", args=[stage.round.slug, stage.solutions[0].code])
    clients = []
    for _ in range(PEOPLE):
        user = UserFactory()
        stage.join(user)
        clients.append(Client())
        clients[-1].force_login(user)
    start = Barrier(PEOPLE)

    @on_own_connection
    def save(number):
        if number < PEOPLE:
            start.wait()
        copy = Client()
        copy.cookies = clients[number % PEOPLE].cookies
        return copy.post(address, {"version": 0, "O1": "7", "O2": "cannot_judge"}).status_code

    with ThreadPoolExecutor(PEOPLE) as threads:
        statuses = list(threads.map(save, range(PEOPLE * TIMES_EACH)))
    run = stage.recompute()

    assert set(statuses) == {302}
    assert (run.people, Rating.objects.count(), RatingEvent.objects.count()) == (PEOPLE, 2 * PEOPLE, 2 * PEOPLE)


@pytest.mark.django_db(transaction=True)
def test_of_eight_windows_that_give_the_first_weights_at_once_one_wins_and_seven_are_told():
    stage = Stage()
    participant = stage.join()
    start = Barrier(8)

    @on_own_connection
    def save(number):
        start.wait()
        try:
            stage.weigh(participant, (100, number))
        except WeightsConflictError:
            return None
        return number

    with ThreadPoolExecutor(8) as threads:
        won = [number for number in threads.map(save, range(8)) if number is not None]

    participant.refresh_from_db()
    assert (len(won), list(participant.swing_sheet)) == (1, [100, *won])

"""Many saves at the same moment, through real connections to a real server."""

import http.client
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from django.test import Client

from ratings.models import Rating, RatingEvent
from tests.conftest import Stage
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.slow

PEOPLE, REPEATS = 20, 10
CSRF = "a" * 32


@pytest.fixture
def crowd(transactional_db):
    """An open round and twenty people of it, each with a session."""
    stage = Stage()
    users = [UserFactory() for _ in range(PEOPLE)]
    for user in users:
        stage.join(user)
    return stage, [session_of(user) for user in users]


def session_of(user):
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


def rated(value):
    return {"version": 0, "answers": {"O1": {"state": "rated", "value": value}}}


class Save:
    """One save over a connection of its own, which is open before the moment comes: the test server queues only ten."""

    def __init__(self, server, path, session, body):
        self.path, self.session, self.body = path, session, body
        self.connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=60)
        self.connection.connect()
        self.status = None

    def send(self, barrier):
        headers = {
            "Content-Type": "application/json",
            "Cookie": f"sessionid={self.session}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
        }
        barrier.wait()
        self.connection.request("PUT", self.path, json.dumps(self.body), headers)
        self.status = self.connection.getresponse().status
        self.connection.close()


def send_at_once(saves):
    barrier = threading.Barrier(len(saves))
    with ThreadPoolExecutor(len(saves)) as threads:
        list(threads.map(lambda save: save.send(barrier), saves))
    return [save.status for save in saves]


def test_two_hundred_identical_saves_by_twenty_people_count_twenty_people(crowd, live_server):
    stage, sessions = crowd
    path = f"/api/v1/rounds/{stage.round.slug}/ratings/{stage.solutions[0].code}"
    body = {"version": 0, "answers": {"O1": {"state": "rated", "value": 7}, "O2": {"state": "cannot_judge"}}}

    statuses = send_at_once([Save(live_server, path, s, body) for s in sessions for _ in range(REPEATS)])

    stage.recompute()
    assert statuses == [200] * (PEOPLE * REPEATS)
    assert (stage.round.current_run.people, Rating.objects.count()) == (PEOPLE, 2 * PEOPLE)
    assert RatingEvent.objects.count() == 2 * PEOPLE


def test_of_nine_different_saves_of_each_person_one_wins_and_none_is_lost_in_silence(crowd, live_server):
    stage, sessions = crowd
    path = f"/api/v1/rounds/{stage.round.slug}/ratings/{stage.solutions[0].code}"

    saves = [Save(live_server, path, session, rated(value)) for session in sessions for value in range(1, 10)]

    statuses = send_at_once(saves)

    won = sorted(save.body["answers"]["O1"]["value"] for save in saves if save.status == 200)
    assert set(statuses) == {200, 409}
    assert won == sorted(Rating.objects.values_list("value", flat=True))
    assert (len(won), RatingEvent.objects.count()) == (PEOPLE, PEOPLE)

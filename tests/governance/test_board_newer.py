"""Pages of figures say that a newer run is there; they never change under somebody's eyes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ratings.services.rounds import close_round, publish_round

pytestmark = pytest.mark.django_db

ROWS = [(9, 9), (5, 5), (1, 1)]
PAGES = ["board-changes", "board-agreement", "board-agenda", "board-people", "board-compare", "board-take-away"]


@pytest.fixture
def filled(stage, client, executive):
    """A round at run 1, and the executive signed in."""
    for number in range(8):
        stage.rate_all(stage.join(group=number % 2), ROWS)
    stage.recompute()
    client.force_login(executive)
    return stage


@pytest.fixture
def ask(client, filled):
    """As an open page that shows a run asks for a newer one."""
    address = f"http://testserver/board/{filled.round.slug}/changes/?O1=80&O2=20"

    def get(number):
        headers = {"HX-Request": "true", "HX-Current-URL": address}
        return client.get(reverse("governance:board-newer", args=[filled.round.slug, number]), headers=headers)

    return get


def renew(stage):
    stage.rate_all(stage.join(), ROWS)
    stage.recompute()


def poll(stage, number):
    return f'hx-get="{reverse("governance:board-newer", args=[stage.round.slug, number])}"'


@pytest.mark.parametrize("name", PAGES)
def test_each_page_says_its_run_when_and_from_how_many_and_looks_for_a_newer(client, filled, name):
    page = client.get(reverse(f"governance:{name}", args=[filled.round.slug]))

    assert "Run 1 ·" in page.text
    assert "8 people gave 48 ratings" in page.text
    assert poll(filled, 1) in page.text
    assert "htmx.min.js" in page.text


def test_nothing_is_said_while_the_run_is_the_newest(ask):
    assert (ask(1).status_code, ask(1).content) == (204, b"")


def test_a_newer_run_is_said_once_with_a_link_to_the_same_page(ask, filled):
    renew(filled)

    response = ask(1)

    assert response.status_code == 286  # htmx asks no more
    assert "Run 2 is there." in response.text
    assert f'<a href="/board/{filled.round.slug}/changes/?O1=80&amp;O2=20">Show it</a>' in response.text


def test_asking_while_nothing_is_new_reads_no_figure(ask):
    with CaptureQueriesContext(connection) as queries:
        ask(1)

    assert not [query for query in queries if "ratings_solutionscore" in query["sql"]]


def test_a_published_round_gets_no_newer_run(client, filled):
    close_round(round_=filled.round, by=None)
    filled.recompute()
    publish_round(round_=filled.round, by=None)

    page = client.get(reverse("governance:board-agreement", args=[filled.round.slug]))

    assert "Run 2 ·" in page.text
    assert "newer-than" not in page.text


def test_administrators_who_see_no_ranking_are_told_of_no_run(client, administrator, filled):
    client.force_login(administrator)

    page = client.get(reverse("governance:board-people", args=[filled.round.slug]))

    assert "Run 1" not in page.text
    assert "newer-than" not in page.text


def test_the_projector_is_sent_a_new_run_and_nothing_while_there_is_none(client, filled):
    address = reverse("governance:board-projector", args=[filled.round.slug])
    mark = client.get(address).context["board"].mark

    same = client.get(address, {"mark": mark}, headers={"HX-Request": "true"})
    renew(filled)
    newer = client.get(address, {"mark": mark}, headers={"HX-Request": "true"})

    assert same.status_code == 204
    assert "Run 2 ·" in newer.text
    assert "<html" not in newer.text

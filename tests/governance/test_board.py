"""The board shows one run, to those who may see it, when they may see it."""

from functools import partial

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ratings.models import Round
from ratings.services.rounds import close_round, publish_round
from tests.conftest import Stage
from tests.factories.accounts import UserFactory
from tests.factories.ratings import RoundFactory, RoundSolutionFactory, SolutionScoreFactory

pytestmark = pytest.mark.django_db

ROWS = [(9, 9), (5, 5), (1, 1)]


def board(stage):
    return reverse("governance:board", args=[stage.round.slug])


def fill(stage, people=8):
    for number in range(people):
        stage.rate_all(stage.join(group=number % 2), ROWS)
    stage.recompute()


@pytest.fixture
def filled(stage):
    fill(stage)
    return stage


def test_board_shows_the_executive_the_ranking(client, executive, filled):
    client.force_login(executive)

    response = client.get(board(filled))

    rows = response.context["board"].ranking.rows
    assert [(row.rank, row.score) for row in rows] == [(1, pytest.approx(100)), (2, pytest.approx(50)), (3, 0)]


def test_board_says_which_run_when_and_from_how_many(client, executive, filled):
    client.force_login(executive)

    response = client.get(board(filled))

    assert "8 people gave 48 ratings" in response.text
    assert "Run 1 ·" in response.text


def test_board_says_updating_while_answers_wait(client, executive, filled):
    client.force_login(executive)
    filled.rate(filled.join(), 0, (1, 1))

    response = client.get(board(filled))

    assert "Updating" in response.text


def test_board_withholds_the_ranking_of_fewer_than_k_people(client, executive, stage):
    fill(stage, people=7)
    client.force_login(executive)

    response = client.get(board(stage))

    assert response.context["board"].ranking.rows == ()
    assert "Too few people" in response.text


def test_board_of_an_after_close_round_shows_participation_only(client, executive, make_stage):
    stage = make_stage(visibility="after_close", aggregation="mean")
    fill(stage)
    client.force_login(executive)

    response = client.get(board(stage))

    assert response.context["board"].ranking is None
    assert "after it has closed" in response.text


def test_board_of_an_after_close_round_shows_the_ranking_once_closed(client, executive, make_stage):
    stage = make_stage(visibility="after_close", aggregation="mean")
    fill(stage)
    close_round(round_=stage.round, by=None)
    client.force_login(executive)

    response = client.get(board(stage))

    assert response.context["board"].ranking.people == 8


def test_board_shows_administrators_participation_only(client, administrator, filled):
    client.force_login(administrator)

    response = client.get(board(filled))

    assert response.context["board"].ranking is None
    assert "People who joined" in response.text


def test_board_kept_for_one_role_is_not_shown_to_another(client, executive, administrator, filled):
    client.force_login(executive)
    client.get(board(filled))
    client.force_login(administrator)

    response = client.get(board(filled))

    assert "Ranks with their plausible ranges" not in response.text
    assert "sees who takes part in this round, not its ranking" in response.text


def test_board_kept_for_those_who_decide_offers_no_decision_to_others(client, executive, filled):
    client.force_login(executive)
    offered = client.get(board(filled)).text
    reader = UserFactory()
    reader.user_permissions.set(Permission.objects.filter(codename__in=["view_ranking", "view_participation"]))
    client.force_login(reader)

    read = client.get(board(filled)).text

    assert "Record a decision" in offered
    assert "Record a decision" not in read


def test_board_of_a_run_seen_before_asks_for_little_more_than_the_run(client, executive, filled):
    client.force_login(executive)
    client.get(board(filled))

    with CaptureQueriesContext(connection) as queries:
        client.get(board(filled))

    assert len(queries) <= 6


def test_board_kept_of_one_area_is_not_shown_for_another(client, executive, filled):
    client.force_login(executive)
    client.get(board(filled))
    area = filled.solutions[0].solution.area.name

    response = client.get(board(filled), {"area": area})

    assert filled.solutions[1].title not in response.text


def test_board_tells_htmx_that_nothing_is_new(client, executive, filled):
    client.force_login(executive)
    mark = client.get(board(filled)).context["board"].mark

    response = client.get(board(filled), {"mark": mark}, headers={"HX-Request": "true"})

    assert response.status_code == 204


def test_board_sends_htmx_the_new_run(client, executive, filled):
    client.force_login(executive)
    mark = client.get(board(filled)).context["board"].mark
    filled.rate(filled.join(), 0, (1, 1))
    filled.recompute()

    response = client.get(board(filled), {"mark": mark}, headers={"HX-Request": "true"})

    assert "Run 2 ·" in response.text
    assert "<html" not in response.text


def test_board_has_a_new_run_read_out_but_not_that_answers_wait(client, executive, filled):
    client.force_login(executive)
    mark = client.get(board(filled)).context["board"].mark
    ask = partial(client.get, board(filled), {"mark": mark}, headers={"HX-Request": "true"})
    filled.rate(filled.join(), 0, (1, 1))
    waiting = ask()
    filled.recompute()

    renewed = ask()

    assert "board-said" not in waiting.text
    assert "updated: run 2, to which 9 people gave 50 ratings." in renewed.text


def test_an_old_run_says_so_and_where_its_links_lead(client, executive, filled):
    filled.rate_all(filled.join(), ROWS)
    filled.recompute()
    client.force_login(executive)

    page = " ".join(client.get(reverse("governance:board-run", args=[filled.round.slug, 1])).text.split())

    assert "This is run 1, as it stood on " in page
    assert "The other pages of this board show the newest run, 2." in page
    assert "Pages of the newest run, 2:" in page
    assert "A link shows the solution in the newest run, 2" in page
    assert "<h2>Who takes part today</h2>" in page
    assert 'aria-current="page">What comes first' not in page


def test_the_newest_run_does_not_speak_of_another(client, executive, filled):
    client.force_login(executive)

    page = client.get(reverse("governance:board-run", args=[filled.round.slug, 1])).text

    assert "newest run" not in page
    assert "<h2>Who takes part</h2>" in page


def test_the_address_of_a_run_turns_into_an_old_runs_page_once_a_newer_one_is_there(client, executive, filled):
    client.force_login(executive)
    address = reverse("governance:board-run", args=[filled.round.slug, 1])
    mark = client.get(address).context["board"].mark
    filled.rate_all(filled.join(), ROWS)
    filled.recompute()

    page = client.get(address, {"mark": mark}, headers={"HX-Request": "true"})

    assert "show the newest run, 2" in " ".join(page.text.split())
    assert "board-said" not in page.text


def test_an_area_there_is_not_is_said_to_be_none(client, executive, filled):
    client.force_login(executive)

    page = client.get(board(filled), {"area": "Nonsense"}).text

    assert "No ranked solution of this round is in an area called “Nonsense”." in page
    assert f'<a href="{board(filled)}">Show all areas</a>' in page
    assert '<ol class="prose">' not in page


def test_a_panels_board_does_not_speak_of_ranges_and_tiers(client, executive):
    score = SolutionScoreFactory(run__round__kind=Round.Kind.CONFERENCE)
    Round.objects.filter(pk=score.run.round_id).update(
        status=Round.Status.PUBLISHED, published_at=Now(), current_run=score.run
    )
    client.force_login(executive)

    page = client.get(reverse("governance:board", args=[score.run.round.slug])).text

    assert "Points of each objective" in page
    assert "nine in ten draws" not in page
    assert "plausible" not in page


def test_a_link_to_an_option_without_a_title_has_its_code(client, executive):
    item = RoundSolutionFactory(round__kind=Round.Kind.CONFERENCE, code="X1", title="X1")
    score = SolutionScoreFactory(run__round=item.round, round_solution=item)
    Round.objects.filter(pk=item.round_id).update(
        status=Round.Status.PUBLISHED, published_at=Now(), current_run=score.run
    )
    client.force_login(executive)

    page = client.get(reverse("governance:board", args=[item.round.slug])).text

    assert 'Look at it<span class="nhsuk-u-visually-hidden">: X1</span></a>' in page


def test_board_of_a_draft_is_not_there(client, executive):
    client.force_login(executive)
    draft = RoundFactory()

    response = client.get(reverse("governance:board", args=[draft.slug]))

    assert response.status_code == 404


def test_results_are_public_once_published(client, filled):
    close_round(round_=filled.round, by=None)
    publish_round(round_=filled.round, by=None)

    response = client.get(reverse("governance:round-results", args=[filled.round.slug]))

    assert len(response.context["ranking"].rows) == 3


def test_results_are_not_there_before_publication(client, filled):
    assert client.get(reverse("governance:round-results", args=[filled.round.slug])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_board_list_query_count(client, executive, count, django_assert_num_queries):
    for _ in range(count):
        Stage(aggregation=Round.Aggregation.MEAN)
    client.force_login(executive)

    with django_assert_num_queries(8):
        response = client.get(reverse("governance:board-list"))

    assert len(response.context["overview"]) == count


def test_board_query_count(client, executive, filled, django_assert_num_queries):
    client.force_login(executive)

    with django_assert_num_queries(10):
        client.get(board(filled))

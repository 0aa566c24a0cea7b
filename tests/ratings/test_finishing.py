"""Looking over one's answers, finishing, and what became of them."""

import pytest
from django.core import mail
from django.urls import reverse

from ratings.services.rounds import close_round, publish_round
from tests.factories.ratings import CommentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def part(client, stage, stakeholder):
    client.force_login(stakeholder)
    return stage.join(stakeholder)


def address(stage, name="review"):
    return reverse(f"ratings:{name}", args=[stage.round.slug])


def publish(stage):
    close_round(round_=stage.round, by=None)
    stage.recompute()
    publish_round(round_=stage.round, by=None)


def crowd(stage, rows, people=8):
    """Enough others that figures about them may be shown."""
    for number in range(people):
        stage.rate_all(stage.join(group=number % 2), rows)


def test_review_shows_answers_comments_and_weights(client, stage, part):
    stage.rate(part, 0, (8, None))
    stage.weigh(part, (100, 25))
    CommentFactory(participant=part, round_solution=stage.solutions[0], text="In my own words")

    page = client.get(address(stage)).text

    assert "In my own words" in page
    assert "80%" in page


def test_review_costs_the_same_however_much_was_answered(client, stage, part, django_assert_max_num_queries):
    stage.rate_all(part, [(8, 3)] * 3)

    with django_assert_max_num_queries(14):
        client.get(address(stage))


def test_nothing_that_somebody_answered_is_ever_mailed(client, stage, part):
    stage.rate_all(part, [(8, 3)] * 3)

    client.post(address(stage))

    assert mail.outbox == []


def test_thanks_say_what_was_given_and_what_happens_next(client, stage, part):
    stage.rate(part, 0, (8, 3))

    page = client.get(address(stage, "thank-you")).text

    assert "You gave 2 answers." in page
    assert "What happens next" in page


def test_before_publication_no_result_is_shown(client, stage, part):
    stage.rate_all(part, [(8, 3)] * 3)
    close_round(round_=stage.round, by=None)
    stage.recompute()

    assert client.get(address(stage)).context["result"] is None


def test_after_publication_ones_own_answers_are_named_with_their_run(client, stage, part):
    stage.rate_all(part, [(8, 3), (5, None), (2, 2)])
    publish(stage)

    page = client.get(address(stage))

    assert (page.context["result"].answers, page.context["result"].run_number) == (5, stage.round.current_run.number)
    assert "Your 5 answers are in" in page.text


def test_after_publication_the_differences_to_the_group_are_shown(client, stage, part):
    crowd(stage, [(9, 9), (5, 5), (1, 1)])
    stage.rate_all(part, [(1, 1), (5, 5), (9, 9)])
    publish(stage)

    rows = client.get(address(stage)).context["result"].differences

    titles = [stage.solutions[n].title for n in (2, 0, 1)]
    assert [(row.title, row.own, row.group) for row in rows] == list(zip(titles, (1, 3, 2), (3, 1, 2), strict=True))


def test_ones_own_order_uses_ones_own_weights(client, stage, part):
    crowd(stage, [(9, 1), (1, 9), (5, 5)])
    stage.rate_all(part, [(9, 1), (1, 9), (5, 5)])
    stage.weigh(part, (0, 100))
    publish(stage)

    result = client.get(address(stage)).context["result"]

    own = {row.title: row.own for row in result.differences}
    assert [own[solution.title] for solution in stage.solutions] == [3, 1, 2]


def test_solutions_rated_in_part_have_no_place_in_ones_own_order(client, stage, part):
    crowd(stage, [(9, 9), (5, 5), (1, 1)])
    stage.rate_all(part, [(1, None), (5, 5), (9, 9)])
    publish(stage)

    rows = client.get(address(stage)).context["result"].differences

    assert {(row.title, row.own, row.group) for row in rows} == {
        (stage.solutions[2].title, 1, 2),
        (stage.solutions[1].title, 2, 1),
    }


def test_no_order_of_the_group_is_shown_when_too_few_took_part(client, stage, part):
    stage.rate_all(part, [(1, 1), (5, 5), (9, 9)])
    publish(stage)

    assert client.get(address(stage)).context["result"].differences == ()


def test_the_home_page_leads_back_to_where_somebody_stopped(client, stage, part):
    page = client.get(reverse("home")).text

    assert f'href="{address(stage, "rate-next")}"' in page
    assert "Continue where you stopped" in page


def test_the_home_page_asks_others_to_have_their_say(client, stage):
    assert "Have your say" in client.get(reverse("home")).text

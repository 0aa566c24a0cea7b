"""Taking part, page by page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ratings.models import Participant, Rating, Round
from ratings.services.rounds import close_round
from tests.conftest import Stage
from tests.factories.ratings import RoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, stakeholder):
    client.force_login(stakeholder)
    return client


@pytest.fixture
def taking_part(signed_in, stage, stakeholder):
    """The stakeholder's own part in the stage's round, and their browser."""
    return signed_in, stage.join(stakeholder)


def address(stage, name, *args):
    return reverse(f"ratings:{name}", args=[stage.round.slug, *args])


def rate_address(stage, solution=0):
    return address(stage, "rate-solution", stage.solutions[solution].code)


def answers(participant):
    return list(Rating.objects.filter(participant=participant).order_by("objective").values_list("state", "value"))


def test_round_list_shows_no_draft(client, stage):
    RoundFactory(title="Still secret")

    response = client.get(reverse("ratings:round-list"))

    assert [round_.title for round_ in response.context["rounds"]] == [stage.round.title]


@pytest.mark.parametrize("count", [1, 3])
def test_round_list_query_count(client, count, django_assert_num_queries):
    for _ in range(count):
        Stage()

    with django_assert_num_queries(1):
        client.get(reverse("ratings:round-list"))


def test_round_page_leads_to_joining(client, stage):
    response = client.get(stage.round.get_absolute_url())

    assert address(stage, "round-join") in response.text


def test_round_page_of_a_draft_is_not_there(client, db):
    assert client.get(RoundFactory().get_absolute_url()).status_code == 404


def test_join_asks_a_visitor_to_sign_in_and_come_back(client, stage):
    response = client.get(address(stage, "round-join"))

    assert response.url == f"{reverse('account_login')}?next={address(stage, 'round-join')}"


def test_join_makes_a_participant(signed_in, stage, stakeholder):
    form = {"group": stage.groups[0].pk, "organisation": "A charity", "consent": "on"}

    response = signed_in.post(address(stage, "round-join"), form)

    participant = Participant.objects.get(link__user=stakeholder)
    assert response.url == address(stage, "rate")
    assert (participant.group, participant.organisation) == (stage.groups[0], "A charity")


def test_join_without_consent_makes_nobody_a_participant(signed_in, stage):
    form = {"group": stage.groups[0].pk, "organisation": "A charity"}

    response = signed_in.post(address(stage, "round-join"), form)

    assert "Tick the box if you agree" in response.text
    assert 'value="A charity"' in response.text
    assert not Participant.objects.exists()


def test_join_again_leads_to_rating(taking_part, stage):
    client, _ = taking_part

    assert client.get(address(stage, "round-join")).url == address(stage, "rate")


def test_join_a_closed_round_is_refused(signed_in, stage):
    close_round(round_=stage.round, by=None)

    response = signed_in.get(address(stage, "round-join"))

    assert response.status_code == 409


@pytest.mark.parametrize("name", ["rate", "review", "weights", "thank-you"])
def test_rating_pages_lead_to_joining_first(signed_in, stage, name):
    assert signed_in.get(address(stage, name)).url == address(stage, "round-join")


def test_rate_solution_saves_and_goes_to_the_next(taking_part, stage):
    client, participant = taking_part
    first = client.get(address(stage, "rate")).context["progress"].solutions[0].round_solution

    response = client.post(
        address(stage, "rate-solution", first.code), {"version": 0, "O1": "8", "O2": "cannot_judge", "next": "1"}
    )

    assert answers(participant) == [("rated", 8), ("cannot_judge", None)]
    assert response.url != address(stage, "rate-solution", first.code)


def test_rate_solution_shows_what_was_answered(taking_part, stage):
    client, participant = taking_part
    stage.rate(participant, 0, (8, None))

    response = client.get(rate_address(stage))

    assert '<input class="rating__input" id="O1-8" name="O1" type="radio" value="8" checked>' in response.text
    assert 'name="version" value="1"' in response.text


def test_rate_solution_with_a_value_off_the_scale_saves_nothing(taking_part, stage):
    client, participant = taking_part

    response = client.post(rate_address(stage), {"version": 0, "O1": "10", "O2": "5"})

    assert response.status_code == 422
    assert "Choose a number from 1 to 9 for “Objective 1”." in response.text
    assert answers(participant) == []


def test_rate_solution_from_an_old_tab_shows_both_answers(taking_part, stage):
    client, participant = taking_part
    stage.rate(participant, 0, (8, 5))

    response = client.post(rate_address(stage), {"version": 0, "O1": "2", "O2": "5"})

    assert response.status_code == 409
    assert [(row.saved, row.typed) for row in response.context["conflict"]] == [("8", "2")]
    assert answers(participant) == [("rated", 8), ("rated", 5)]


def test_rate_solution_after_a_conflict_saves_what_the_person_keeps(taking_part, stage):
    client, participant = taking_part
    stage.rate(participant, 0, (8, 5))
    page = client.post(rate_address(stage), {"version": 0, "O1": "2", "O2": "5"})

    client.post(rate_address(stage), {"version": page.context["version"], "O1": "2", "O2": "5"})

    assert answers(participant) == [("rated", 2), ("rated", 5)]


def test_rate_solution_after_closing_keeps_what_was_typed_and_says_when(taking_part, stage):
    client, _participant = taking_part
    closing = timezone.now() - timedelta(hours=1)
    Round.objects.filter(pk=stage.round.pk).update(opens_at=closing - timedelta(days=1), closes_at=closing)

    response = client.post(rate_address(stage), {"version": 0, "O1": "2", "O2": "5"})

    assert response.status_code == 409
    assert "Your last change was not saved" in response.text
    assert 'id="O1-2" name="O1" type="radio" value="2" checked' in response.text


def test_rate_solution_that_is_not_in_the_round_is_not_there(taking_part, stage):
    client, _ = taking_part

    assert client.get(address(stage, "rate-solution", "NONE")).status_code == 404


def test_rate_solution_query_count(taking_part, stage, django_assert_num_queries):
    client, _ = taking_part

    with django_assert_num_queries(13):
        client.get(rate_address(stage))


def test_overview_counts_what_is_done(taking_part, stage):
    client, participant = taking_part
    stage.rate(participant, 0, (8, None))
    stage.rate(participant, 1, (8, 5))

    progress = client.get(address(stage, "rate")).context["progress"]

    assert (progress.completed, progress.answered) == (2, 4)


def test_overview_keeps_a_persons_order(taking_part, stage):
    client, _ = taking_part

    orders = [
        [item.round_solution.code for item in client.get(address(stage, "rate")).context["progress"].solutions]
        for _ in range(2)
    ]

    assert orders[0] == orders[1]


def test_weights_are_saved(taking_part, stage):
    client, participant = taking_part

    client.post(address(stage, "weights"), {"O1": "100", "O2": "40"})

    participant.refresh_from_db()
    assert list(participant.swing_sheet) == [100, 40]


def test_weights_without_a_hundred_are_refused_with_what_was_typed(taking_part, stage):
    client, participant = taking_part

    response = client.post(address(stage, "weights"), {"O1": "90", "O2": "40"})

    assert "Give 100 points to the objective that matters most to you." in response.text
    assert 'value="90"' in response.text
    participant.refresh_from_db()
    assert participant.swing_sheet == b""


def test_review_shows_every_answer(taking_part, stage):
    client, participant = taking_part
    stage.rate(participant, 0, (8, None))

    response = client.get(address(stage, "review"))

    # the apostrophe is escaped in the page
    assert "I can&#x27;t judge this" in response.text


def test_review_finishes(taking_part, stage):
    client, participant = taking_part

    response = client.post(address(stage, "review"))

    participant.refresh_from_db()
    assert participant.submitted_at is not None
    assert response.url == address(stage, "thank-you")


def test_one_person_never_reaches_anothers_answers(taking_part, stage):
    client, _ = taking_part
    other = stage.join()
    stage.rate(other, 0, (3, 3))

    response = client.get(rate_address(stage))

    assert "checked" not in response.text

"""Taking one's weights back: the ratings stay, and the person counts as one who left the weights out."""

import pytest
from django.urls import reverse

from ratings.models import RecomputeRequest, TradeOffAnswer
from ratings.selectors import swings_of, weighting_of
from ratings.services.rounds import close_round
from ratings.services.verification import verify_round
from ratings.services.weights import WeightsConflictError, take_back_swings

pytestmark = pytest.mark.django_db

SOMEWHERE_ELSE = "You changed your weights somewhere else"


@pytest.fixture
def part(client, stage, stakeholder):
    client.force_login(stakeholder)
    participant = stage.join(stakeholder)
    stage.rate(participant, 0, [7, 3])
    stage.weigh(participant, (100, 40))
    return participant


def address(stage, name="weights-take-back"):
    return reverse(f"ratings:{name}", args=[stage.round.slug])


def points(participant):
    return [points for _, points in sorted(swings_of(participant).items())]


def test_the_weights_and_the_choices_that_tested_them_go(client, stage, part):
    client.post(address(stage, "weights-questions"), {"version": "1", "question_1": "part"})

    page = client.post(address(stage), {"version": "2"}, follow=True)

    assert (points(part), TradeOffAnswer.objects.count(), weighting_of(part).mode) == ([], 0, "none")
    assert "Your weights are taken back" in page.text


def test_the_ratings_stay_and_the_scores_are_computed_without_the_weights(client, stage, part):
    client.post(address(stage), {"version": "1"})

    assert RecomputeRequest.objects.filter(round=stage.round).exists()
    run = stage.recompute()
    part.refresh_from_db()
    assert list(part.swing_sheet) == [255, 255]
    assert (run.answers, verify_round(stage.round)) == (2, [])


def test_the_page_shows_what_goes_before_it_goes(client, stage, part):
    page = client.get(address(stage))

    assert [bar.points for bar in page.context["bars"]] == [100, 40]
    assert points(part) == [100, 40]


def test_weights_given_meanwhile_are_shown_and_stay(client, stage, part):
    stage.weigh(part, (100, 70), version=1)

    page = client.post(address(stage), {"version": "1"})

    assert (page.status_code, points(part)) == (409, [100, 70])
    assert SOMEWHERE_ELSE in page.text
    assert '<input type="hidden" name="version" value="2">' in page.text


def test_taking_back_twice_is_harmless(client, stage, part):
    first, again = [client.post(address(stage), {"version": "1"}) for _ in range(2)]

    assert (first.status_code, again.status_code, first.url) == (302, 302, again.url)
    assert weighting_of(part).version == 2


def test_after_closing_nothing_is_taken_back(client, stage, part):
    close_round(round_=stage.round, by=None)

    page = client.post(address(stage), {"version": "1"})

    assert (page.status_code, points(part)) == (409, [100, 40])
    assert "This round is closed" in page.text


def test_a_page_from_before_does_not_pass_for_one_from_after(stage, part):
    take_back_swings(participant=part, version=1)
    stage.weigh(part, (50, 100), version=2)

    with pytest.raises(WeightsConflictError):
        take_back_swings(participant=part, version=1)

    assert points(part) == [50, 100]


def test_who_gave_none_is_led_to_the_ratings(client, stage, curator):
    stage.join(curator)
    client.force_login(curator)

    assert client.get(address(stage)).url == address(stage, "rate")

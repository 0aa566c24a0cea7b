"""What a person is told about the time it takes, before their own pace is known."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone

from mhin.mail.models import OutgoingMail
from ratings.disclosure import StartingTime, release_starting_time
from ratings.models import Participant, RatingEvent
from ratings.services.invitations import Guest, invite_people

pytestmark = pytest.mark.django_db

GUESS = "We think it takes about 5 minutes in all."
PEOPLE = 8  # k of the stage's round


@pytest.fixture
def long_round(make_stage):
    return make_stage(solutions=5)


def rate_at_pace(stage, seconds, solutions=5, **fields):
    """A person who rates one solution after another, each `seconds` after the one before."""
    person = stage.join()
    for number in range(solutions):
        stage.rate(person, number, (5, 5))
        events = RatingEvent.objects.filter(participant=person, round_solution=stage.solutions[number])
        at = timezone.now() + timedelta(seconds=seconds * number)
        rows = [RatingEvent(**{**row, "at": at}) for row in events.values()]
        events.delete()
        RatingEvent.objects.bulk_create(rows)
    Participant.objects.filter(pk=person.pk).update(**fields)


def test_the_guess_for_the_catalogue_is_about_40_minutes(make_stage, monkeypatch):
    stage = make_stage(solutions=22)
    monkeypatch.setattr("ratings.disclosure.pace.GUESSED_SECONDS", 22 * 5 / 2)  # the stage has two questions, not five

    assert release_starting_time(stage.round) == StartingTime(40, is_measured=False)


def test_the_time_is_that_of_the_person_in_the_middle(long_round):
    for seconds in [60] * 3 + [120] * 3 + [170] * 3:
        rate_at_pace(long_round, seconds)

    assert release_starting_time(long_round.round) == StartingTime(10, is_measured=True)


def test_the_pace_of_fewer_than_k_people_is_not_told(long_round):
    for _ in range(PEOPLE - 1):
        rate_at_pace(long_round, 120)

    assert not release_starting_time(long_round.round).is_measured


@pytest.mark.parametrize("fields", [{"is_simulated": True}, {"mode": "paper"}, {"mode": "assisted"}])
def test_only_people_at_the_screen_show_a_pace(long_round, fields):
    for number in range(PEOPLE):
        rate_at_pace(long_round, 120, **(fields if number == 0 else {}))

    assert not release_starting_time(long_round.round).is_measured


def test_whoever_did_very_few_solutions_shows_no_pace(long_round):
    for number in range(PEOPLE):
        rate_at_pace(long_round, 120, solutions=3 if number == 0 else 5)

    assert not release_starting_time(long_round.round).is_measured


def test_a_break_is_no_pace(long_round):
    for _ in range(PEOPLE):
        rate_at_pace(long_round, 3000)

    assert release_starting_time(long_round.round).minutes == 15


def test_one_more_person_moves_nothing_within_the_hour(long_round):
    for _ in range(PEOPLE - 1):
        rate_at_pace(long_round, 120)
    before = release_starting_time(long_round.round)
    rate_at_pace(long_round, 120)

    assert release_starting_time(long_round.round) == before
    caches["runs"].clear()
    assert release_starting_time(long_round.round) != before


@pytest.mark.parametrize("name", ["round-detail", "round-join"])
def test_whoever_has_not_joined_is_told_a_time(client, stage, stakeholder, name):
    client.force_login(stakeholder)

    assert GUESS in client.get(reverse(f"ratings:{name}", args=[stage.round.slug])).text


def test_the_first_page_of_ones_ratings_tells_a_time(client, stage, joined):
    assert GUESS in client.get(reverse("ratings:rate", args=[stage.round.slug])).text


def test_ones_own_pace_takes_the_place_of_the_guess(client, long_round, stakeholder):
    client.force_login(stakeholder)
    person = long_round.join(stakeholder)
    for number in range(3):
        long_round.rate(person, number, (5, 5))

    page = client.get(reverse("ratings:rate", args=[long_round.round.slug])).text

    assert "left at your pace" in page
    assert "minutes in all" not in page


def test_the_page_of_an_invitation_tells_a_time(client, stage, invite):
    _, link = invite()

    assert GUESS in client.get(link, follow=True).text


def test_the_mail_of_an_invitation_tells_a_time(stage, inviter):
    invite_people(round_=stage.round, guests=[Guest("sam@example.org", "", stage.groups[0])], by=inviter)

    assert GUESS in OutgoingMail.objects.get().body


def test_a_measured_time_says_whose_it_is(client, long_round, inviter):
    for _ in range(PEOPLE):
        rate_at_pace(long_round, 120)

    page = client.get(reverse("ratings:round-detail", args=[long_round.round.slug])).text

    assert "Half of the people who rate in this round need about 10 minutes or less in all." in page

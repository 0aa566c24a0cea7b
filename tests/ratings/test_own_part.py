"""One's own part in a round: what one agreed to, what one said of oneself, and reminders."""

import pytest
from django.urls import reverse

from ratings.models import Participant, RecomputeRequest, ReminderOptOut, Round
from ratings.services.about_you import change_about_you
from ratings.services.consent import ConsentNeededError
from ratings.services.reminders import address_hash, stop_reminders
from ratings.services.rounds import close_round
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def regions(stage, joined):
    """Two of them, in a round whose scores are up to date."""
    RecomputeRequest.objects.all().delete()
    return [RegionFactory(name="North"), RegionFactory(name="South")]


def page(name, stage):
    return reverse(f"ratings:{name}", args=[stage.round.slug])


def waiting(stage):
    return RecomputeRequest.objects.filter(round=stage.round).count()


def test_the_page_shows_the_text_that_was_agreed_to(client, stage, joined):
    assert "Your answers are joined with everybody else" in client.get(page("part", stage)).text


def test_a_version_whose_words_are_not_kept_shows_no_other_text(client, stage, joined):
    Participant.objects.update(consent_version="2020-01")

    shown = client.get(page("part", stage)).text

    assert "2020-01" in shown
    assert "Your answers are joined" not in shown


def test_the_organisation_is_shown_and_can_be_changed(client, stage, joined):
    client.post(page("about-you", stage), {"organisation": "Mind"})

    assert "Mind" in client.get(page("part", stage)).text
    assert 'value="Mind"' in client.get(page("about-you", stage)).text


def test_the_organisation_can_be_taken_out(client, stage, joined):
    Participant.objects.update(organisation="Mind")

    client.post(page("about-you", stage), {"organisation": ""})

    assert Participant.objects.get().organisation == ""


def test_the_region_can_be_changed_and_the_scores_follow(client, stage, joined, regions):
    client.post(page("about-you", stage), {"organisation": "", "region": regions[1].pk})

    assert Participant.objects.get().region == regions[1]
    assert waiting(stage) == 1


def test_the_region_can_be_taken_out(client, stage, joined, regions):
    Participant.objects.update(region=regions[0])

    client.post(page("about-you", stage), {"organisation": "", "region": ""})

    assert Participant.objects.get().region is None
    assert waiting(stage) == 1


@pytest.mark.parametrize("number", [None, 0])
def test_the_same_region_again_computes_nothing(joined, stage, regions, number):
    region = None if number is None else regions[number]
    Participant.objects.update(region=region)

    change_about_you(participant=joined, organisation="Mind", region=region)

    assert waiting(stage) == 0


def test_a_made_up_region_is_refused(client, stage, joined, regions):
    response = client.post(page("about-you", stage), {"organisation": "Mind", "region": "999"})

    assert response.status_code == 422
    assert Participant.objects.get().organisation == ""


def test_nothing_is_changed_once_the_round_is_closed(client, stage, joined):
    close_round(round_=stage.round, by=None)

    response = client.post(page("about-you", stage), {"organisation": "Mind"})

    assert response.status_code == 409
    assert Participant.objects.get().organisation == ""
    assert page("about-you", stage) not in client.get(page("part", stage)).text


def test_nothing_is_changed_without_consent_to_the_text_of_today(joined):
    Participant.objects.update(consent_version="2020-01")

    with pytest.raises(ConsentNeededError):
        change_about_you(participant=joined, organisation="Mind", region=None)


@pytest.fixture
def reminding(stage):
    Round.objects.filter(pk=stage.round.pk).update(reminder_days=7)


def test_reminders_can_be_stopped_and_started_again(client, stage, joined, reminding):
    assert "Reminders are on." in client.get(page("part", stage)).text

    stopped = client.post(page("part-reminders", stage), {"act": "stop"}, follow=True).text
    started = client.post(page("part-reminders", stage), {"act": "start"}, follow=True).text

    assert "Reminders are off." in stopped
    assert "Reminders are on." in started
    assert not ReminderOptOut.objects.exists()


def test_starting_ones_own_reminders_starts_nobody_elses(client, stage, joined, reminding):
    stop_reminders(round_=stage.round, address_hash=address_hash("other@example.org"))

    client.post(page("part-reminders", stage), {"act": "start"})

    assert ReminderOptOut.objects.count() == 1


def test_a_round_without_reminders_says_nothing_of_them(client, stage, joined):
    Round.objects.filter(pk=stage.round.pk).update(reminder_days=None)

    assert "Reminders" not in client.get(page("part", stage)).text

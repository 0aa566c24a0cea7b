"""What is said to somebody who has withdrawn, or is about to, on how to come back."""

import pytest
from django.test import Client
from django.urls import reverse

from ratings.models import Round
from ratings.services.rounds import close_round
from ratings.services.withdrawal import withdraw_participation
from tests.ratings.invited import landing, open_and_accept

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_invitation(stage):
    Round.objects.filter(pk=stage.round.pk).update(joining="invited")


def asked(client, stage):
    return client.get(reverse("ratings:withdraw", args=[stage.round.slug])).text


def test_who_leaves_an_open_round_is_told_that_they_can_join_again(client, stage, joined):
    assert "you can join again and begin anew" in asked(client, stage)


def test_who_leaves_a_round_by_invitation_is_told_that_they_need_a_new_one(client, stage, joined, by_invitation):
    assert "you would need a new one from the person who invited you" in asked(client, stage)


def test_of_a_closed_round_nobody_is_told_to_come_back(client, stage, joined):
    close_round(round_=stage.round, by=None)

    page = asked(client, stage)

    assert "join again" not in page
    assert "new one" not in page


def withdrawn(client, stage, link):
    """What the old link says to somebody who has withdrawn."""
    open_and_accept(client, stage, link)
    person = stage.round.participants.get().link.user
    withdraw_participation(round_=stage.round, user=person)
    stranger = Client()
    stranger.get(link)
    return stranger.get(landing(stage)).text


def test_the_old_link_into_an_open_round_leads_to_joining_again(client, stage, invite):
    _, link = invite()

    page = withdrawn(client, stage, link)

    assert "If you have withdrawn from the round, your invitation was deleted, too." in page
    assert reverse("ratings:round-join", args=[stage.round.slug]) in page


def test_the_old_link_into_a_round_by_invitation_says_whom_to_ask(client, stage, invite, by_invitation):
    _, link = invite()

    page = withdrawn(client, stage, link)

    assert "To come back you need a new one: ask the person who invited you." in page
    assert reverse("ratings:round-join", args=[stage.round.slug]) not in page

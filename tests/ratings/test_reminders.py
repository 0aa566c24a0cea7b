"""Reminders: only who has not finished, no more often than set, never who said stop."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail as mailbox
from django.test import Client
from django.urls import reverse

from mhin.mail.models import OutgoingMail
from mhin.mail.sending import send_due_mails
from ratings.models import Invitation, Participant, Round
from ratings.services.invitations import Guest, invite_people
from ratings.services.participation import submit_participation
from ratings.services.reminders import is_time_for_reminders, queue_reminders
from ratings.services.rounds import close_round
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 24)
WEEK = timedelta(days=7)


@pytest.fixture
def stage(make_stage):
    return make_stage(reminder_days=7)


@pytest.fixture
def joined(stage):
    participant = stage.join(UserFactory(name="Sam"))
    joined_on(participant, TODAY - WEEK)
    return participant


def joined_on(participant, day):
    Participant.objects.filter(pk=participant.pk).update(consented_on=day)


def test_somebody_who_has_not_finished_is_reminded(joined):
    assert queue_reminders(today=TODAY) == 1
    assert OutgoingMail.objects.get().to == joined.link.user.email


def test_not_before_the_days_have_passed(joined):
    joined_on(joined, TODAY - WEEK + timedelta(days=1))

    assert queue_reminders(today=TODAY) == 0


def test_at_most_as_often_as_set(joined):
    sent = [queue_reminders(today=TODAY + timedelta(days=day)) for day in range(15)]

    assert [day for day, count in enumerate(sent) if count] == [0, 7, 14]


def test_nobody_is_reminded_when_the_round_sets_no_days(joined, stage):
    Round.objects.filter(pk=stage.round.pk).update(reminder_days=None)

    assert queue_reminders(today=TODAY) == 0


def test_not_who_has_said_that_they_have_finished(joined):
    submit_participation(participant=joined)

    assert queue_reminders(today=TODAY) == 0


def test_not_who_has_answered_everything(joined, stage):
    stage.rate_all(joined, [(5, 5), (5, None), (5, 5)])

    assert queue_reminders(today=TODAY) == 0


def test_not_after_the_close(joined, stage):
    close_round(round_=stage.round, by=None)

    assert queue_reminders(today=TODAY) == 0


def test_a_reminder_says_nothing_of_what_was_answered(joined, stage):
    stage.rate(joined, 0, (9, 3))
    queue_reminders(today=TODAY)

    mail = OutgoingMail.objects.get()
    words = re.sub(r"http\S+|“.*?”", "", mail.subject + mail.body)
    assert not re.search(r"\b[1-9]\b", words.replace(stage.round.title, ""))


def test_two_sweepers_remind_once(joined):
    queue_reminders(today=TODAY)
    queue_reminders(today=TODAY)

    assert OutgoingMail.objects.count() == 1


def stop_path(mail):
    return re.search(r"http://testserver(/rounds/\S+/reminders/stop/\S+/)", mail.body)[1]


def test_one_click_stops_the_reminders_for_ever(client, joined):
    queue_reminders(today=TODAY)
    path = stop_path(OutgoingMail.objects.get())

    assert client.get(path).status_code == 200
    assert queue_reminders(today=TODAY + WEEK) == 1
    assert client.post(path).status_code == 200
    assert sum(queue_reminders(today=TODAY + n * WEEK) for n in range(2, 20)) == 0


def test_a_mail_program_stops_them_by_itself(joined):
    queue_reminders(today=TODAY)
    mail = OutgoingMail.objects.get()
    address = mail.headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")

    response = Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})

    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert response.status_code == 200
    assert queue_reminders(today=TODAY + WEEK) == 0


def test_a_link_that_was_changed_stops_nothing(client, joined):
    queue_reminders(today=TODAY)
    path = stop_path(OutgoingMail.objects.get())

    response = client.post(path[:-2] + ("A" if path[-2] != "A" else "B") + "/")

    assert response.status_code == 404
    assert f"It should stop the reminders of “{joined.round.title}”" in response.text
    assert reverse("ratings:part", args=[joined.round.slug]) in response.text
    assert queue_reminders(today=TODAY + WEEK) == 1


def test_the_link_does_not_say_the_address(joined):
    queue_reminders(today=TODAY)

    assert "@" not in stop_path(OutgoingMail.objects.get())


@pytest.fixture
def invited(stage):
    [invitation] = invite_people(
        round_=stage.round, guests=[Guest("sam@example.org", "Sam", stage.groups[0])], by=UserFactory()
    )
    send_due_mails()
    Invitation.objects.update(created_at=datetime(2026, 12, 17, 9, tzinfo=UTC), expires_at="2027-12-31T00:00Z")
    return invitation


def test_somebody_who_was_invited_gets_a_fresh_link(invited):
    before = Invitation.objects.get()
    queue_reminders(today=TODAY)
    send_due_mails()

    newest = Invitation.objects.waiting().get()
    assert (newest.expires_at, newest.group_id) == (before.expires_at, before.group_id)
    assert newest.token_hash != before.token_hash
    assert [message.to for message in mailbox.outbox] == [["sam@example.org"]] * 2
    assert "List-Unsubscribe" in mailbox.outbox[-1].extra_headers


def test_invited_people_are_reminded_at_most_as_often_as_set(invited):
    sent = []
    for day in range(15):
        sent.append(queue_reminders(today=TODAY + timedelta(days=day)))
        send_due_mails()

    assert [day for day, count in enumerate(sent) if count] == [0, 7, 14]


def test_not_an_address_that_takes_no_mail(invited):
    OutgoingMail.objects.update(status="failed", sent_at=None)

    assert queue_reminders(today=TODAY) == 0


def test_not_an_invited_address_that_said_stop(client, invited):
    queue_reminders(today=TODAY)
    client.post(stop_path(OutgoingMail.objects.exclude(body="").get()))
    send_due_mails()

    assert queue_reminders(today=TODAY + WEEK) == 0


@pytest.mark.parametrize(("hour", "now"), [(3, False), (8, False), (9, True), (16, True), (17, False)])
def test_nobody_is_woken_by_a_reminder(hour, now):
    assert is_time_for_reminders(datetime(2026, 12, 1, hour, tzinfo=UTC)) is now

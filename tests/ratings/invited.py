"""Somebody who is invited, and what they do with the link in their mail."""

import re

from allauth.account.models import EmailAddress
from django.core import mail as mailbox
from django.urls import reverse

from mhin.mail.sending import send_due_mails
from ratings.models import Participant
from tests.factories.accounts import UserFactory

EMAIL = "sam@example.org"
SIGN_UP = {"name": "Sam", "password": "", "consent": "on"}
LINK = re.compile(r"http://testserver(/rounds/\S+/invitation/\S+/)")


def link_to(email):
    """What the newest mail to somebody says."""
    send_due_mails()
    body = [message.body for message in mailbox.outbox if message.to == [email]][-1]
    return LINK.search(body)[1]


def account(email=EMAIL, confirmed=True):
    user = UserFactory(email=email)
    EmailAddress.objects.create(user=user, email=email, verified=confirmed, primary=True)
    return user


def landing(stage):
    return reverse("ratings:invitation", args=[stage.round.slug])


def participants(stage):
    return Participant.objects.filter(round=stage.round).count()


def open_and_accept(client, stage, link, data=SIGN_UP):
    client.get(link)
    return client.post(landing(stage), data)

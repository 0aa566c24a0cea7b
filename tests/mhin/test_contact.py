"""Whom people can ask, on pages and in mails; and words that are true where nobody is named."""

import pytest
from django.core import mail as mailbox
from django.core.checks import run_checks
from django.urls import reverse

from mhin.mail.models import OutgoingMail
from mhin.mail.sending import send_due_mails
from mhin.mail.services import queue_mail
from mhin.mail.texts import write_text
from ratings.services.invitations import Guest, invite_people
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

EMAIL = "team@example.org"
LINK = f'the MHIN team (<a href="mailto:{EMAIL}">{EMAIL}</a>)'


@pytest.fixture
def contact(settings):
    settings.CONTACT_EMAIL, settings.CONTACT_NAME = EMAIL, "the MHIN team"


def main_part(page):
    return page.text.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("name", ["home", "cookies", "ratings:round-list", "account_login"])
def test_the_footer_of_every_page_says_whom_to_ask(client, contact, name):
    footer = client.get(reverse(name)).text.partition("<footer")[2]

    assert f"Ask {LINK}." in footer


@pytest.mark.parametrize("name", ["home", "privacy", "accessibility"])
def test_without_a_contact_a_page_names_nobody(client, name):
    assert "mailto:" not in client.get(reverse(name)).text


@pytest.mark.parametrize(
    ("name", "words"), [("privacy", f"Ask {LINK}, and write"), ("accessibility", f"Please tell {LINK}")]
)
def test_the_promises_say_whom_to_ask(client, contact, name, words):
    assert words in main_part(client.get(reverse(name)))


def test_a_refused_link_says_whom_to_ask(client, contact, stage):
    client.get(reverse("ratings:invitation-open", args=[stage.round.slug, "x" * 43]))

    assert LINK in main_part(client.get(reverse("ratings:invitation", args=[stage.round.slug])))


def test_a_refused_link_without_a_contact_points_to_whoever_invited(client, stage):
    client.get(reverse("ratings:invitation-open", args=[stage.round.slug, "x" * 43]))

    page = client.get(reverse("ratings:invitation", args=[stage.round.slug]))

    assert "ask the person who invited you" in main_part(page)


def test_a_round_by_invitation_says_whom_to_ask(client, contact, make_stage, stakeholder):
    client.force_login(stakeholder)

    page = client.get(reverse("ratings:round-join", args=[make_stage(joining="invited").round.slug]))

    assert f"ask {LINK}." in main_part(page)


def test_a_page_for_another_role_says_whom_to_ask(client, contact, stakeholder, stage):
    client.force_login(stakeholder)

    page = client.get(reverse("ratings:invitation-list", args=[stage.round.slug]))

    assert f"ask {LINK}." in main_part(page)


def test_the_booklet_says_whom_to_ask(client, contact, administrator, stage):
    client.force_login(administrator)

    page = client.get(reverse("ratings:booklet", args=[stage.round.slug]))

    assert f"or something is not clear, ask {LINK}." in page.text


def test_a_mail_ends_with_whom_to_ask(contact):
    _, body = write_text("link_destroyed", {"round": "R"})

    assert body.endswith(f"\nQuestions? Ask the MHIN team ({EMAIL}). You can also answer this mail.\n")


def test_without_a_contact_no_mail_promises_an_answer():
    assert "Questions?" not in write_text("link_destroyed", {"round": "R"})[1]


def test_the_answer_to_a_mail_goes_to_the_contact(contact):
    queue_mail(to="sam@example.org", subject="Hello", body="A text.", key="k")
    send_due_mails()

    assert mailbox.outbox[0].reply_to == [EMAIL]


def test_a_mail_about_an_account_says_whom_to_ask(client, contact):
    UserFactory(email="sam@example.org")
    client.post(reverse("account_reset_password"), {"email": "sam@example.org"})

    assert mailbox.outbox[0].reply_to == [EMAIL]
    assert f"Questions? Ask the MHIN team ({EMAIL})." in mailbox.outbox[0].body


@pytest.mark.parametrize(
    ("name", "words"),
    [("Ann Lee", "Ann Lee invites you"), ("", "The Mental Health Implementation Network (MHIN) invites you")],
)
def test_an_invitation_names_who_invites_and_not_their_address(stage, name, words):
    inviter = UserFactory(name=name)
    invite_people(round_=stage.round, guests=[Guest("sam@example.org", "", stage.groups[0])], by=inviter)

    body = OutgoingMail.objects.get().body
    assert words in body
    assert inviter.email not in body


@pytest.mark.parametrize("wrong", ["team", "team@example.org, other@example.org", "a@example.org\nBcc: b@example.org"])
def test_a_contact_that_is_no_address_is_found_at_start(settings, wrong):
    settings.CONTACT_EMAIL = wrong

    assert "mhin.E003" in [message.id for message in run_checks()]

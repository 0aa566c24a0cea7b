"""Somebody who has lost their telephone is helped by an administrator, on record; nobody helps themselves."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.urls import reverse

from mhin.accounts.roles import Role
from mhin.audit.models import AuditEvent
from mhin.mail.models import OutgoingMail
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def page_of(user, act="second-step"):
    return reverse(f"admin:accounts_user_{act}", args=[user.pk])


def give_second_step(user):
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "hidden"})
    return user


@pytest.fixture
def stranded(executive):
    return give_second_step(executive)


@pytest.fixture
def signed_in(client, administrator):
    client.force_login(administrator)
    return administrator


def test_the_page_of_the_person_leads_there(client, signed_in, stranded):
    assert page_of(stranded) in client.get(page_of(stranded, "change")).text


def test_it_is_not_offered_without_a_second_step(client, signed_in):
    user = UserFactory()

    assert page_of(user) not in client.get(page_of(user, "change")).text


def test_an_administrator_takes_it_away_after_a_page_that_asks(client, signed_in, stranded):
    page = client.get(page_of(stranded)).text
    there = Authenticator.objects.filter(user=stranded).exists()

    said = client.post(page_of(stranded), follow=True).text

    assert "First make sure" in page
    assert there
    assert not Authenticator.objects.filter(user=stranded).exists()
    assert "has no second step any more" in said


def test_it_is_on_record_and_the_secret_is_not(client, signed_in, stranded):
    client.post(page_of(stranded))

    event = AuditEvent.objects.get(action="second_step_removed")
    assert (event.actor_id, event.target_id, event.before) == (
        str(signed_in.pk),
        str(stranded.pk),
        {"types": ["totp"]},
    )


def test_the_person_is_told_by_mail(client, signed_in, stranded):
    client.post(page_of(stranded))

    assert OutgoingMail.objects.get().to == stranded.email


def test_the_person_is_signed_out_everywhere(client, signed_in, stranded):
    elsewhere = type(client)()
    elsewhere.force_login(stranded)

    client.post(page_of(stranded))

    assert elsewhere.get("/board/").status_code == 302


def test_nobody_takes_away_their_own(client, signed_in):
    give_second_step(signed_in)

    said = client.post(page_of(signed_in)).text

    assert "Ask another administrator" in said
    assert Authenticator.objects.filter(user=signed_in).exists()


@pytest.mark.parametrize("role", [Role.CURATOR, Role.STAKEHOLDER])
def test_nobody_else_may(client, person_with, stranded, role):
    client.force_login(person_with(role))

    assert client.post(page_of(stranded)).status_code in (302, 403)
    assert Authenticator.objects.filter(user=stranded).exists()


def test_the_only_administrator_is_helped_by_the_command(administrator):
    give_second_step(administrator)

    call_command("remove_second_step", administrator.email, stdout=StringIO())

    assert not Authenticator.objects.filter(user=administrator).exists()


def test_the_command_says_when_there_is_none(administrator):
    with pytest.raises(CommandError, match="no second step"):
        call_command("remove_second_step", administrator.email, stdout=StringIO())

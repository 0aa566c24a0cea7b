"""Signing in and out, as a person does it."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from mhin.accounts.models import User
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

EMAIL, PASSWORD = "carer@example.org", "a long and quiet sentence"


@pytest.fixture
def member(db):
    user = User.objects.create_user(EMAIL, PASSWORD)
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    return user


def sign_in(client, email=EMAIL, password=PASSWORD, **query):
    return client.post(reverse("account_login", query=query), {"login": email, "password": password})


def signed_in_as(client):
    return client.session.get("_auth_user_id")


def test_sign_in_by_email_and_password(client, member):
    sign_in(client)

    assert signed_in_as(client) == str(member.pk)


def test_sign_in_does_not_mind_capitals(client, member):
    sign_in(client, email="Carer@Example.org")

    assert signed_in_as(client) == str(member.pk)


def test_sign_in_leads_back_to_the_page_that_asked(client, member, stage):
    page = reverse("ratings:round-join", args=[stage.round.slug])

    assert sign_in(client, next=page).url == page


@pytest.mark.parametrize("away", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example"])
def test_sign_in_never_leads_to_another_site(client, member, away):
    assert sign_in(client, next=away).url == "/"


def test_sign_in_with_a_wrong_password_keeps_the_email(client, member):
    response = sign_in(client, password="something else")

    assert f'value="{EMAIL}"' in response.text
    assert signed_in_as(client) is None


def test_password_reset_sets_a_new_password(client, member, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", mailoutbox[0].body)[1]
    form = client.get(link).url

    client.post(form, {"password1": "another quiet sentence", "password2": "another quiet sentence"})

    sign_in(client, password="another quiet sentence")
    assert signed_in_as(client) == str(member.pk)


def test_sign_in_by_a_code_from_a_mail(client, member, mailoutbox):
    client.post(reverse("account_request_login_code"), {"email": EMAIL})
    code = re.search(r"^\d{3}-\d{3}-\d{3}$", mailoutbox[0].body, re.MULTILINE)[0]

    client.post(reverse("account_confirm_login_code"), {"code": code})

    assert signed_in_as(client) == str(member.pk)


def test_sign_out_needs_a_post(client, member):
    client.force_login(member)

    client.get(reverse("account_logout"))
    assert signed_in_as(client) == str(member.pk)

    client.post(reverse("account_logout"))
    assert signed_in_as(client) is None


def test_five_wrong_passwords_shut_the_account_for_a_while(client, member):
    for _ in range(5):
        sign_in(client, password="wrong")

    sign_in(client)

    assert signed_in_as(client) is None


def test_the_page_of_the_account_says_how_to_be_erased(client):
    client.force_login(UserFactory())

    page = client.get(reverse("account_email")).text

    assert f'href="{reverse("privacy")}#erasure"' in page
    assert 'id="erasure"' in client.get(reverse("privacy")).text

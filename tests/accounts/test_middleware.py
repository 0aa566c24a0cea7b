"""A staff role works only with the second step of sign-in."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse

pytestmark = pytest.mark.django_db

PASSWORD = "a long and quiet sentence"


@pytest.fixture(autouse=True)
def _mfa_required(settings, _no_mfa_by_default):
    settings.REQUIRE_STAFF_MFA = True


@pytest.mark.parametrize("role", ["executive", "curator", "administrator"])
def test_staff_without_a_second_step_get_only_the_page_that_sets_it_up(client, request, role):
    client.force_login(request.getfixturevalue(role))

    for page in ("/board/", "/admin/", "/"):
        assert client.get(page).url == reverse("mfa_activate_totp")


def test_staff_with_a_second_step_get_their_pages(client, executive):
    Authenticator.objects.create(user=executive, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client.force_login(executive)

    assert client.get("/board/").status_code == 200


def test_stakeholders_need_no_second_step(client, stakeholder):
    client.force_login(stakeholder)

    assert client.get("/").status_code == 200


def test_visitors_pass(client):
    assert client.get("/").status_code == 200


def sign_in(client, user):
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


@pytest.fixture
def newcomer(executive):
    """Somebody with a staff role who signs in for the first time."""
    executive.set_password(PASSWORD)
    executive.save()
    EmailAddress.objects.create(user=executive, email=executive.email, verified=True, primary=True)
    return executive


def test_staff_who_have_just_signed_in_set_up_the_second_step_without_another_password(client, newcomer, settings):
    settings.MFA_TOTP_TOLERANCE = 1  # the code is taken, even if the half minute ends between the next two steps
    sign_in(client, newcomer)
    page = client.get("/board/", follow=True)
    _, now, _ = yield_hotp_counters_from_time()
    code = format_hotp_value(hotp_value(client.session["mfa.totp.secret"], now))

    done = client.post(reverse("mfa_activate_totp"), {"code": code}, follow=True)

    assert page.redirect_chain[-1][0] == reverse("mfa_activate_totp")
    assert done.redirect_chain == [(reverse("mfa_view_recovery_codes"), 302)]
    assert client.get("/board/").status_code == 200


def test_staff_who_signed_in_a_while_ago_give_their_password_first(client, newcomer, settings):
    sign_in(client, newcomer)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0

    response = client.get(reverse("mfa_activate_totp"))

    assert response.url.startswith(reverse("account_reauthenticate"))


def test_a_session_that_saw_no_password_does_not_set_up_the_second_step(client, newcomer):
    client.force_login(newcomer)

    response = client.get(reverse("mfa_activate_totp"))

    assert response.url.startswith(reverse("account_reauthenticate"))

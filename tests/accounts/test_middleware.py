"""A staff role works only with the second step of sign-in."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

pytestmark = pytest.mark.django_db


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

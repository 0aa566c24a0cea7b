"""Administrators give and take roles on the person's page; the first one gets the role by a command."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from mhin.accounts.models import User
from mhin.accounts.roles import WHAT_ROLES_DO, Role
from mhin.accounts.services import RoleError, grant_role, revoke_role
from mhin.audit.models import AuditEvent
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def page_of(user, act="roles"):
    return reverse(f"admin:accounts_user_{act}", args=[user.pk])


def roles_of(user):
    return set(user.groups.values_list("name", flat=True))


def choose(client, user, *roles):
    return client.post(page_of(user), {"roles": roles}, follow=True).text


def run(*args, **options):
    out = StringIO()
    call_command("grant_role", *args, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def signed_in(client, administrator):
    client.force_login(administrator)
    return administrator


def test_the_page_of_a_person_leads_to_their_roles(client, signed_in, curator):
    text = client.get(page_of(curator, "change")).text

    assert page_of(curator) in text
    assert "Roles: Curator" in text


@pytest.mark.parametrize("role", Role)
def test_the_page_says_what_each_role_may_do(client, signed_in, role):
    assert WHAT_ROLES_DO[role] in client.get(page_of(UserFactory())).text


def test_what_a_person_has_is_ticked(client, signed_in, curator):
    form = client.get(page_of(curator)).context["form"]

    assert form.initial == {"roles": ["Curator"]}


def test_staff_roles_say_that_a_second_step_is_asked_for(client, signed_in):
    said = dict(client.get(page_of(UserFactory())).context["form"].fields["roles"].choices)

    assert {role for role, text in said.items() if "second step" in text} == {"Executive", "Curator", "Administrator"}


def test_roles_are_given_and_taken_on_one_page_and_on_record(client, signed_in, curator):
    said = choose(client, curator, "Executive", "Stakeholder")

    assert "The roles of" in said
    assert roles_of(curator) == {"Executive", "Stakeholder"}
    assert not User.objects.get(pk=curator.pk).is_staff
    events = AuditEvent.objects.filter(actor_id=str(signed_in.pk), target_id=str(curator.pk))
    assert sorted(events.values_list("action", flat=True)) == ["role_granted", "role_granted", "role_revoked"]


def test_what_stays_as_it_was_leaves_no_event(client, signed_in, curator):
    choose(client, curator, "Curator")

    assert not AuditEvent.objects.filter(actor_id=str(signed_in.pk)).exists()


def test_nobody_takes_their_own_role_of_administrator(client, signed_in, person_with):
    person_with(Role.ADMINISTRATOR)

    said = choose(client, signed_in, "Curator")

    assert "Ask another administrator" in said
    assert roles_of(signed_in) == {"Administrator"}


def test_the_last_administrator_keeps_the_role(administrator):
    with pytest.raises(RoleError, match="last administrator"):
        revoke_role(user=administrator, role=Role.ADMINISTRATOR, by=None)


def test_an_administrator_who_cannot_sign_in_does_not_count(administrator, person_with):
    User.objects.filter(pk=person_with(Role.ADMINISTRATOR).pk).update(is_active=False)

    with pytest.raises(RoleError, match="last administrator"):
        revoke_role(user=administrator, role=Role.ADMINISTRATOR, by=None)


def test_one_of_two_administrators_can_lose_the_role(client, signed_in, person_with):
    other = person_with(Role.ADMINISTRATOR)

    choose(client, other)

    assert roles_of(other) == set()


def test_the_last_administrator_stays_active(client, signed_in):
    said = client.post(page_of(signed_in, "change"), {"name": "Ann"}, follow=True).text

    assert "last administrator" in said
    assert User.objects.get(pk=signed_in.pk).is_active


def test_an_account_that_is_not_active_gets_no_role(client, signed_in):
    user = UserFactory(is_active=False)

    said = choose(client, user, "Curator")

    assert "not active" in said
    assert roles_of(user) == set()


@pytest.mark.parametrize("role", [Role.CURATOR, Role.EXECUTIVE, Role.STAKEHOLDER])
def test_nobody_else_gives_roles(client, person_with, role):
    user = person_with(role)
    client.force_login(user)

    assert client.post(page_of(user), {"roles": ["Administrator"]}).status_code in (302, 403)
    assert roles_of(user) == {role}


def test_whoever_loses_a_role_stays_signed_in_with_fewer_rights(client, executive):
    grant_role(user=executive, role=Role.CURATOR, by=None)
    client.force_login(executive)
    before = client.get("/governance/catalogue/").status_code

    revoke_role(user=executive, role=Role.CURATOR, by=None)

    assert (before, client.get("/governance/catalogue/").status_code) == (200, 403)
    assert client.get("/board/").status_code == 200


@pytest.mark.usefixtures("roles")
def test_the_command_makes_the_first_administrator():
    user = UserFactory(email="ann@example.org")

    said = run("Ann@example.org", "Administrator")

    assert "has the role Administrator" in said
    assert "second step" in said
    assert roles_of(user) == {"Administrator"}
    assert User.objects.get(pk=user.pk).is_staff
    assert AuditEvent.objects.get(action="role_granted").actor == "the portal"


def test_the_command_takes_a_role(curator):
    said = run(curator.email, "curator", revoke=True)

    assert "no longer has the role Curator" in said
    assert roles_of(curator) == set()


def test_the_command_leaves_an_administrator(administrator):
    with pytest.raises(CommandError, match="last administrator"):
        run(administrator.email, "administrator", revoke=True)


@pytest.mark.usefixtures("roles")
def test_the_command_knows_nobody_without_an_account():
    with pytest.raises(CommandError, match="They sign up first"):
        run("nobody@example.org", "curator")

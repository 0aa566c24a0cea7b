"""Roles are what `roles.py` says, and each change of a role leaves an audit event."""

import pytest
from django.contrib.auth.models import Group

from mhin.accounts.roles import ROLE_PERMISSIONS, Role
from mhin.accounts.services import grant_role, revoke_role, sync_roles
from mhin.audit.models import AuditEvent
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def permissions_of(role):
    return {f"{p.content_type.app_label}.{p.codename}" for p in Group.objects.get(name=role).permissions.all()}


@pytest.mark.parametrize("role", Role)
def test_sync_roles_gives_each_role_its_permissions(roles, role):
    assert permissions_of(role) == set(ROLE_PERMISSIONS[role])


def test_sync_roles_takes_back_what_a_role_must_not_have(roles):
    Group.objects.get(name=Role.EXECUTIVE).permissions.set(Group.objects.get(name=Role.CURATOR).permissions.all())

    sync_roles()

    assert permissions_of(Role.EXECUTIVE) == set(ROLE_PERMISSIONS[Role.EXECUTIVE])


def test_grant_role_opens_the_admin_pages_to_a_curator(roles):
    user = UserFactory()

    grant_role(user=user, role=Role.CURATOR, by=None)

    assert user.is_staff


def test_grant_role_keeps_the_admin_pages_shut_to_an_executive(roles):
    user = UserFactory()

    grant_role(user=user, role=Role.EXECUTIVE, by=None)

    assert not user.is_staff


def test_revoke_role_shuts_the_admin_pages_again(curator):
    revoke_role(user=curator, role=Role.CURATOR, by=None)

    assert not curator.is_staff
    assert not curator.groups.exists()


def test_revoke_role_leaves_the_admin_pages_open_for_another_role(curator):
    grant_role(user=curator, role=Role.ADMINISTRATOR, by=None)

    revoke_role(user=curator, role=Role.CURATOR, by=None)

    assert curator.is_staff


def test_grant_role_says_who_did_it(administrator, stakeholder):
    grant_role(user=stakeholder, role=Role.EXECUTIVE, by=administrator)

    event = AuditEvent.objects.get(action="role_granted", actor_id=str(administrator.pk))
    assert (event.target_id, event.after) == (str(stakeholder.pk), {"role": "Executive"})


def test_no_role_may_delete_anything():
    assert not [name for names in ROLE_PERMISSIONS.values() for name in names if ".delete_" in name]

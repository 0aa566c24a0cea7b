"""Writes about people and their roles."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

from mhin.accounts.models import User
from mhin.accounts.roles import ADMIN_SITE_ROLES, ROLE_PERMISSIONS, Role
from mhin.audit.services import record_event


@transaction.atomic
def sync_roles() -> None:
    """Make the groups and their permissions what `roles.py` says. Runs after migrate; running twice is harmless."""
    for role, names in ROLE_PERMISSIONS.items():
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set([_permission(name) for name in names])


def _permission(name: str) -> Permission:
    app, codename = name.split(".")
    return Permission.objects.get(Q(content_type__app_label=app), codename=codename)


@transaction.atomic
def grant_role(*, user: User, role: Role, by: User | None) -> None:
    user.groups.add(Group.objects.get(name=role))
    if role in ADMIN_SITE_ROLES and not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
    record_event("role_granted", target=user, by=by, after={"role": str(role)})


@transaction.atomic
def revoke_role(*, user: User, role: Role, by: User | None) -> None:
    user.groups.remove(Group.objects.get(name=role))
    still_staff = user.is_superuser or user.groups.filter(name__in=ADMIN_SITE_ROLES).exists()
    if user.is_staff and not still_staff:
        user.is_staff = False
        user.save(update_fields=["is_staff"])
    record_event("role_revoked", target=user, by=by, before={"role": str(role)})


@transaction.atomic
def create_confirmed_user(*, email: str, name: str, password: str | None) -> User:
    """An account whose mailbox the person has shown to be theirs. Without a password they sign in by a mailed code.

    Raises IntegrityError when the address has an account. The caller records why the account was made.
    """
    user = User.objects.create_user(email, password, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user

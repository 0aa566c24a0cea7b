"""Writes about people and their roles."""

from collections.abc import Collection

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

from mhin.accounts.keepers import lock_administrators
from mhin.accounts.models import User
from mhin.accounts.roles import ADMIN_SITE_ROLES, ROLE_PERMISSIONS, Role
from mhin.audit.services import record_event


class RoleError(ValueError):
    """The role cannot be given or taken now; the message says why and what to do."""


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
    """Whoever is signed in stays so: what they may do is read anew for each page. Raises RoleError."""
    if role == Role.ADMINISTRATOR:
        if by is not None and by.pk == user.pk:
            raise RoleError("Nobody takes their own role of administrator. Ask another administrator.")
        if not user.is_superuser:
            refuse_the_last_administrator(user=user)
    user.groups.remove(Group.objects.get(name=role))
    still_staff = user.is_superuser or user.groups.filter(name__in=ADMIN_SITE_ROLES).exists()
    if user.is_staff and not still_staff:
        user.is_staff = False
        user.save(update_fields=["is_staff"])
    record_event("role_revoked", target=user, by=by, before={"role": str(role)})


@transaction.atomic
def set_roles(*, user: User, roles: Collection[str], by: User) -> None:
    """Give and take what differs, each on record. Raises RoleError, and then nothing has changed."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    held = set(locked.groups.values_list("name", flat=True))
    for role in Role:
        if role in roles and role not in held:
            if not locked.is_active:
                raise RoleError("This account is not active. Make it active before you give it a role.")
            grant_role(user=locked, role=role, by=by)
        elif role in held and role not in roles:
            revoke_role(user=locked, role=role, by=by)


@transaction.atomic
def refuse_the_last_administrator(*, user: User) -> None:
    """Raises RoleError when nobody could give roles without this person."""
    if lock_administrators() == [user.pk]:
        raise RoleError("This is the last administrator. Give somebody else that role first.")


@transaction.atomic
def create_confirmed_user(*, email: str, name: str, password: str | None) -> User:
    """An account whose mailbox the person has shown to be theirs. Without a password they sign in by a mailed code.

    Raises IntegrityError when the address has an account. The caller records why the account was made.
    """
    user = User.objects.create_user(email, password, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user

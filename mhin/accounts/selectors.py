"""Questions about people."""

from typing import Any

from allauth.account.models import EmailAddress

from mhin.accounts.models import User
from mhin.accounts.roles import STAFF_ROLES


def has_staff_role(user: Any) -> bool:
    """Whether the person sees or changes more than their own answers."""
    return bool(user.is_superuser or user.is_staff) or bool(user.groups.filter(name__in=STAFF_ROLES).exists())


def administrators() -> list[User]:
    return list(User.objects.filter(is_active=True, groups__name="Administrator"))


def addresses_of(user: User) -> set[str]:
    """Every address of the account, confirmed or not."""
    return {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}


def confirmed_addresses_of(user: User) -> set[str]:
    """The addresses whose mailbox the person has shown to be theirs."""
    return set(EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True))

"""Questions about people."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q

from mhin.accounts.emails import normalise_email
from mhin.accounts.fingerprints import fingerprints
from mhin.accounts.models import Erasure, User
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


def own_addresses_of(user: User) -> set[str]:
    """Those that are certainly the person's: what they sign in with, and what they confirmed. Folded."""
    return {normalise_email(address) for address in (user.email, *confirmed_addresses_of(user))}


def owner_of(address: str) -> User | None:
    """Who signs in with the address, or has confirmed it."""
    folded = normalise_email(address)
    confirmed = EmailAddress.objects.filter(email__iexact=folded, verified=True).values("user")
    return User.objects.filter(Q(email__iexact=folded) | Q(pk__in=confirmed)).order_by("pk").first()


class ErasureLog:
    """The log of erasures as it is now, to hold many addresses against."""

    def __init__(self) -> None:
        self.latest = dict(Erasure.objects.order_by("at").values_list("fingerprint", "at"))

    def erased_at(self, address: str) -> datetime | None:
        """When the address was erased last, if it ever was."""
        times = [self.latest[mark] for mark in fingerprints(address) if mark in self.latest]
        return max(times, default=None)


def erased_and_gone(*, log: ErasureLog, address: str) -> datetime | None:
    """When the address was erased, unless its owner has come back by themselves since."""
    at = log.erased_at(address)
    owner = owner_of(address) if at else None
    return None if owner else at

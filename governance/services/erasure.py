"""Erasing a person, as Art. 17 of the UK GDPR asks (docs/adr/0017).

Each app forgets what is its own; this is where they are told to, because only here all of them are known.
"""

from collections.abc import Collection

from django.db import transaction

from governance.models import Membership
from mhin.accounts import erasing
from mhin.accounts.emails import normalise_email
from mhin.accounts.erasing import ErasureError
from mhin.accounts.models import User
from mhin.accounts.selectors import own_addresses_of, owner_of
from mhin.audit import services as audit
from mhin.mail.services import forget_mails_to
from needs.services.erasure import forget_sender
from ratings.services.erasure import forget_invited, hold_rounds, withdraw_from_all_rounds
from solutions.services.erasure import forget_curator


@transaction.atomic
def erase_person(*, user: User, by: User | None) -> None:
    """Everything that says who the person is goes, in one transaction; twice is harmless. Raises ErasureError.

    Of open and closed rounds their answers go, and the scores are made again. Published runs stay to the byte.

    A save of the same person at the same moment ends first or comes too late: withdrawing locks their row of the round,
    and a save that then finds no row is refused. Joining a round meanwhile fails, because its link needs the account,
    which is locked from here to the end. Only an account that must stay, emptied, could be joined with in that instant;
    the voice is then nobody's.
    """
    if by is not None and by.pk == user.pk:
        raise ErasureError("Nobody can erase themselves. Ask another administrator.")
    hold_rounds()
    locked = erasing.lock_account(user=user)
    if locked is None:
        return
    names, addresses = {locked.name} - {""}, own_addresses_of(locked)
    erasure = erasing.log_erasure(addresses=addresses)
    withdraw_from_all_rounds(user=locked)
    forget_sender(user=locked)
    forget_curator(user=locked)
    _forget_member(locked)
    erasing.forget_sessions(user=locked, addresses=addresses)
    was_deleted = erasing.forget_account(user=locked)
    _forget_addresses(addresses)
    audit.forget_person(account=locked, names=names, addresses=addresses)
    audit.record_event("person_erased", target=erasure, by=by, after={"account": "deleted" if was_deleted else "empty"})


@transaction.atomic
def erase_address(*, address: str, by: User | None) -> None:
    """Erase somebody without an account: invited, or thanked for a need. With an account it is `erase_person`."""
    owner = owner_of(address)
    if owner is not None:
        erase_person(user=owner, by=by)
        return
    addresses = {normalise_email(address)}
    erasure = erasing.log_erasure(addresses=addresses)
    erasing.forget_sessions(user=None, addresses=addresses)
    _forget_addresses(addresses)
    audit.record_event("person_erased", target=erasure, by=by, after={"account": "none"})


def _forget_addresses(addresses: Collection[str]) -> None:
    forget_invited(addresses=addresses)
    forget_mails_to(addresses=addresses)
    for address in addresses:
        erasing.forget_address(address=address)
        audit.forget_address(address=address)


def _forget_member(user: User) -> None:
    """A seat on a body and its name are the network's own publication; only the account behind it goes."""
    Membership.objects.filter(user=user).update(user=None)

"""After a backup was restored: it brings back people who had been erased since it was made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from governance.services.erasure import erase_address, erase_person
from mhin.accounts.erasing import learn_erasures
from mhin.accounts.models import User
from mhin.accounts.selectors import ErasureLog, own_addresses_of, owner_of
from mhin.mail.models import OutgoingMail
from ratings.models import Invitation


@dataclass(frozen=True)
class Again:
    learnt: int
    erased: int


def erase_again(*, copied: Sequence[tuple[str, datetime]]) -> Again:
    """Erase whoever is older than their own erasure. Who came back by themselves since is younger, and stays.

    `copied` are fingerprints and times from a copy of the log, which is newer than the backup. Each person is a
    transaction of their own, so that it can be stopped and run again. Raises ErasureError.
    """
    learnt = learn_erasures(copied=copied)
    log, erased = ErasureLog(), 0
    for user in User.objects.order_by("pk"):
        times = [at for at in map(log.erased_at, own_addresses_of(user)) if at]
        if times and max(times) > user.date_joined:
            erase_person(user=user, by=None)
            erased += 1
    for address, since in _addresses_alone():
        at = log.erased_at(address)
        if at and at > since and owner_of(address) is None:
            erase_address(address=address, by=None)
            erased += 1
    return Again(learnt, erased)


def _addresses_alone() -> Iterator[tuple[str, datetime]]:
    """Addresses outside accounts, each with the oldest time at which it was noted."""
    invited: QuerySet[Invitation, tuple[str, datetime]] = Invitation.objects.values_list("email", "created_at")
    mailed = OutgoingMail.objects.exclude(to="").values_list("to", "created_at")
    oldest: dict[str, datetime] = {}
    for address, at in [*invited, *mailed]:
        oldest[address] = min(at, oldest.get(address, at))
    yield from oldest.items()

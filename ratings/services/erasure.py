"""What the rounds hold about somebody who asks to be erased."""

from collections.abc import Collection

from mhin.accounts.models import User
from mhin.mail.services import forget_mails
from ratings.models import Invitation, ParticipantLink, ReminderOptOut, Round
from ratings.services.reminders import address_hash
from ratings.services.withdrawal import hold_round, withdraw_participation


def hold_rounds() -> None:
    """Part of the caller's transaction, and its first step: no round opens, closes or is published meanwhile.

    Taken before the account is locked, in one order, so that a closing round and an erasure never wait for each other.
    """
    for round_id in Round.objects.visible().order_by("pk").values_list("pk", flat=True):
        hold_round(round_id)


def withdraw_from_all_rounds(*, user: User) -> None:
    """Round by round as the person could have done: what each round's state says is what goes."""
    links = ParticipantLink.objects.filter(user=user).values("round")
    for round_ in Round.objects.filter(pk__in=links).order_by("pk"):
        withdraw_participation(round_=round_, user=user)


def forget_invited(*, addresses: Collection[str]) -> None:
    """Invitations to folded addresses with their mails, in every round, and their wish for no reminders."""
    invitations = Invitation.objects.filter(email__in=addresses)
    forget_mails(keys=[invitation.mail_key for invitation in invitations])
    invitations.delete()
    ReminderOptOut.objects.filter(address_hash__in=[address_hash(address) for address in addresses]).delete()

"""Accepting an invitation: by the person it is addressed to, once, as the group it names.

The region of an invitation is only a suggestion: it is for the person to say, or not to say (docs/adr/0016).
"""

from enum import StrEnum

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from mhin.accounts.models import User
from mhin.accounts.selectors import addresses_of
from mhin.accounts.services import create_confirmed_user
from ratings.models import Invitation, Participant, Region
from ratings.services.answers import lock_open_round
from ratings.services.participation import add_participant


class Refusal(StrEnum):
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    EXPIRED = "expired"
    OTHER_PERSON = "other_person"
    HAS_ACCOUNT = "has_account"


class InvitationRefusedError(Exception):
    """The invitation was not accepted, and nothing was written."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason)
        self.reason = reason


def refusal_of(invitation: Invitation) -> Refusal | None:
    """Why nobody can accept this invitation, or None. Wants a row from `with_expiry`."""
    if invitation.accepted_on:
        return Refusal.ACCEPTED
    if invitation.revoked_at:
        return Refusal.REVOKED
    return Refusal.EXPIRED if invitation.has_expired else None


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User, region: Region | None = None) -> Participant:
    """Take part as the group of the invitation, with consent given. Of many at the same moment, one wins.

    Raises RoundNotOpenError and InvitationRefusedError.
    """
    locked = _lock(invitation)
    if locked.email not in addresses_of(user):
        raise InvitationRefusedError(Refusal.OTHER_PERSON)
    return _take_part(locked, user, region)


@transaction.atomic
def sign_up_by_invitation(
    *, invitation: Invitation, name: str, password: str | None, region: Region | None = None
) -> User:
    """Make the account and take part. Who holds the token has read the mail, so the address counts as confirmed.

    Raises RoundNotOpenError and InvitationRefusedError.
    """
    locked = _lock(invitation)
    try:
        with transaction.atomic():
            user = create_confirmed_user(email=locked.email, name=name, password=password)
    except IntegrityError:
        raise InvitationRefusedError(Refusal.HAS_ACCOUNT) from None
    _take_part(locked, user, region)
    return user


def _lock(invitation: Invitation) -> Invitation:
    lock_open_round(invitation.round_id)
    rows = Invitation.objects.with_expiry().select_for_update(of=("self",)).select_related("round", "group")
    locked = rows.get(pk=invitation.pk)
    reason = refusal_of(locked)
    if reason:
        raise InvitationRefusedError(reason)
    return locked


def _take_part(invitation: Invitation, user: User, region: Region | None) -> Participant:
    participant = add_participant(round_=invitation.round, user=user, group=invitation.group, region=region)
    Invitation.objects.filter(pk=invitation.pk).update(accepted_on=Now())
    return participant

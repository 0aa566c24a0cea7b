"""Joining a round and finishing it."""

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from mhin.accounts.models import User
from mhin.accounts.selectors import addresses_of
from ratings.models import ConsentEvent, Invitation, Participant, ParticipantLink, Region, Round, StakeholderGroup
from ratings.selectors import find_participant
from ratings.services.answers import lock_open_round
from ratings.services.consent import CURRENT, lock_consenting, record_consent


class JoiningRefusedError(ValueError):
    """The person cannot join by choosing a group; the message says what they can do."""


@transaction.atomic
def join_round(
    *, round_: Round, user: User, group: StakeholderGroup, organisation: str, region: Region | None = None
) -> Participant:
    """Take part, with consent given. Joining twice, also at the same moment, returns the same participant.

    Somebody with an invitation comes by that: their group is not theirs to choose. Raises JoiningRefusedError.
    """
    lock_open_round(round_.pk)
    existing = find_participant(round_=round_, user=user)
    if existing:
        return existing
    if Invitation.objects.live().filter(round=round_, email__in=addresses_of(user)).exists():
        raise JoiningRefusedError("You have an invitation to this round. Please use it to join.")
    if round_.joining == Round.Joining.INVITED:
        raise JoiningRefusedError("Only people who were invited can join this round.")
    return add_participant(round_=round_, user=user, group=group, region=region, organisation=organisation)


@transaction.atomic
def add_participant(
    *, round_: Round, user: User, group: StakeholderGroup, region: Region | None, organisation: str = ""
) -> Participant:
    """The person's one participant in the round, new or not; the caller holds the round open.

    The link is the one record of who takes part. An audit event with its time would outlive it.
    """
    try:
        with transaction.atomic():
            participant = Participant.objects.create(
                round=round_,
                group=group,
                region=region,
                organisation=organisation,
                consent_version=CURRENT.version,
            )
            ParticipantLink.objects.create(participant=participant, round=round_, user=user)
            record_consent(participant=participant, action=ConsentEvent.Action.GIVEN)
    except IntegrityError:
        existing = find_participant(round_=round_, user=user)
        if existing is None:
            raise
        return existing
    return participant


@transaction.atomic
def submit_participation(*, participant: Participant) -> None:
    """Say 'I have finished'. Answers count before and after; they can change until the round closes."""
    lock_open_round(participant.round_id)
    lock_consenting(participant)
    Participant.objects.filter(pk=participant.pk).update(submitted_at=Now())

"""Joining a round and finishing it."""

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from mhin.accounts.models import User
from ratings.models import Participant, ParticipantLink, Round, StakeholderGroup
from ratings.selectors import find_participant
from ratings.services.answers import lock_open_round

CONSENT_VERSION = "2026-11"


@transaction.atomic
def join_round(*, round_: Round, user: User, group: StakeholderGroup, organisation: str) -> Participant:
    """Take part, with consent given. Joining twice, also at the same moment, returns the same participant.

    The link is the one record of who takes part. An audit event with its time would outlive it.
    """
    lock_open_round(round_.pk)
    try:
        with transaction.atomic():
            participant = Participant.objects.create(
                round=round_, group=group, organisation=organisation, consent_version=CONSENT_VERSION
            )
            ParticipantLink.objects.create(participant=participant, round=round_, user=user)
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
    Participant.objects.filter(pk=participant.pk).update(submitted_at=Now())

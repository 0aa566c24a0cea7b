"""What people say of themselves beside their group: the region and the organisation, both theirs to change."""

from django.db import transaction

from ratings.models import Participant, Region
from ratings.services.answers import lock_open_round
from ratings.services.consent import lock_consenting
from ratings.services.recompute import request_recompute


@transaction.atomic
def change_about_you(*, participant: Participant, organisation: str, region: Region | None) -> None:
    """Only while the round is open. Counts by region are released with a run, so a new region asks for one.

    No audit event: its time would lead to the answers (docs/adr/0007). Raises RoundNotOpenError and ConsentNeededError.
    """
    lock_open_round(participant.round_id)
    lock_consenting(participant)
    own = Participant.objects.filter(pk=participant.pk)
    moved = own.exclude(region=region) if region else own.filter(region__isnull=False)
    if moved.update(region=region):
        request_recompute(round_id=participant.round_id)
    own.update(organisation=organisation)

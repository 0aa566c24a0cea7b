"""The outbox: what a save leaves behind so that the scores follow, whatever happens to Redis."""

from django.db import transaction

from ratings.models import RecomputeRequest
from ratings.tasks import ring_bell


def request_recompute(*, round_id: int) -> None:
    """Part of the caller's transaction. The bell may fail silently: the sweeper finds the row."""
    RecomputeRequest.objects.create(round_id=round_id)
    transaction.on_commit(lambda: ring_bell(round_id), robust=True)

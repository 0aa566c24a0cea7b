"""What runs in a Celery worker. Messages may get lost or come twice: the outbox in the database decides."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from ratings import scoring

logger = logging.getLogger(__name__)


@shared_task
def recompute_round(round_id: int) -> None:
    scoring.recompute_round(round_id)


def ring_bell(round_id: int) -> None:
    """Wake a worker. Without a broker nothing is lost: the sweeper looks every few seconds."""
    try:
        recompute_round.apply_async((round_id,), retry=False)
    except OperationalError as error:
        logger.warning("The broker did not answer, the sweeper will compute round %s: %s", round_id, error)

"""What wakes a worker for waiting mails. The message may get lost or come twice: the rows decide."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from mhin.mail import sending

logger = logging.getLogger(__name__)
BATCH = 300


@shared_task
def send_mails() -> None:
    sending.send_due_mails(limit=BATCH)


def ring_bell() -> None:
    try:
        send_mails.apply_async(retry=False)
    except OperationalError as error:
        logger.warning("The broker did not answer, the sweeper will send the mails: %s", error)

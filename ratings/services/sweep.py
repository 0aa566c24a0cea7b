"""What the sweeper does each time it looks. It needs no Redis."""

import logging

from django.utils import timezone

from ratings import scoring
from ratings.selectors import overdue_rounds, rounds_waiting
from ratings.services.reminders import is_time_for_reminders, queue_reminders
from ratings.services.rounds import close_round

logger = logging.getLogger(__name__)


def sweep_rounds() -> int:
    """Close rounds whose time has come, remind people, compute every round that waits. Returns how many runs."""
    for round_ in overdue_rounds():
        close_round(round_=round_, by=None)
    _remind()
    return sum(_recompute(round_id) for round_id in rounds_waiting())


def _recompute(round_id: int) -> bool:
    """One round that cannot be computed must not keep the others waiting."""
    try:
        return scoring.recompute_round(round_id) is not None
    except Exception:
        logger.exception("Round %s could not be computed; its board keeps the last run.", round_id)
        return False


def _remind() -> None:
    """A fault in a reminder must not keep the scores waiting."""
    now = timezone.now()
    if not is_time_for_reminders(now):
        return
    try:
        queue_reminders(today=timezone.localdate(now))
    except (ValueError, KeyError, OSError):
        logger.exception("The reminders could not be queued.")

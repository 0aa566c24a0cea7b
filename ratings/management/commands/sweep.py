import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

from mhin.common.checks import require_settings
from mhin.mail.sending import send_due_mails
from mhin.mail.services import forget_old_mails
from ratings.services.sweep import sweep_rounds
from solutions.services.transfer.jobs import sweep_imports

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Compute what no worker has computed, close rounds on time, send waiting mails. Runs until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="look once and stop")
        parser.add_argument("--every", type=float, default=5.0, metavar="SECONDS", help="how often to look (5)")

    def handle(self, *args: Any, **options: Any) -> None:
        require_settings()
        if options["once"]:
            sweep_rounds()
            send_due_mails()
            forget_old_mails()
            sweep_imports()
            return
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        while not stopped.wait(options["every"]):
            self._sweep()

    def _sweep(self) -> None:
        """The database may be away for a while; the sweeper outlasts that."""
        try:
            sweep_rounds()
            send_due_mails()
            forget_old_mails()
            sweep_imports()
        except DatabaseError:
            logger.exception("The sweep failed; it will be tried again.")
        finally:
            close_old_connections()

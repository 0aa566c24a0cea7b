from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ratings import scoring
from ratings.management.commands._rounds import find_round_or_fail
from ratings.services.recompute import request_recompute


class Command(BaseCommand):
    help = "Compute a round's scores now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", help="the round's short name, as in its address")

    def handle(self, *args: Any, **options: Any) -> None:
        round_ = find_round_or_fail(options["round"])
        request_recompute(round_id=round_.pk)
        run = scoring.recompute_round(round_.pk)
        self.stdout.write(f"{run} is stored." if run else "Nothing has changed since the current run.")

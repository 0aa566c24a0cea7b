from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ratings.management.commands._rounds import find_round_or_fail
from ratings.models import Round
from ratings.services.verification import verify_round


class Command(BaseCommand):
    help = "Rebuild sheets and scores from the rows and print the number of differences."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", nargs="?", help="the round's short name; every round when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        rounds = [find_round_or_fail(options["round"])] if options["round"] else list(Round.objects.all())
        differences = [line for round_ in rounds for line in verify_round(round_)]
        for line in differences:
            self.stderr.write(line)
        self.stdout.write(f"{len(differences)} differences")
        if differences:
            raise CommandError("The stored sheets or scores are not what the rows say. Run recompute for the round.")

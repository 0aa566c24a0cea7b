from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mhin.accounts.models import User
from ratings.management.commands._rounds import find_round_or_fail
from ratings.services.answers import RoundNotOpenError
from ratings.services.rounds import RoundError
from ratings.services.simulation import simulate_stakeholders


class Command(BaseCommand):
    help = "Add made-up people with made-up answers to a round that is marked as simulated."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", help="the round's short name, as in its address")
        parser.add_argument("--people", type=int, required=True)
        parser.add_argument("--seed", type=int, required=True)
        parser.add_argument("--inviter", metavar="EMAIL", help="also make up their invitations, as sent by this person")

        parser.add_argument(
            "--curator", metavar="EMAIL", help="also make up comments, most of them read by this person"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        round_ = find_round_or_fail(options["round"])
        if options["people"] < 1:
            raise CommandError("--people must be 1 or more.")
        helpers = {name: self._find(options[name]) for name in ("inviter", "curator")}
        try:
            answers = simulate_stakeholders(
                round_=round_, people=options["people"], seed=options["seed"], by=None, **helpers
            )
        except (RoundError, RoundNotOpenError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['people']} simulated people gave {answers} ratings in {round_}.")

    def _find(self, email: str | None) -> User | None:
        if email is None:
            return None
        person = User.objects.filter(email=email).first()
        if person is None:
            raise CommandError(f"Nobody here has the address {email}.")
        return person

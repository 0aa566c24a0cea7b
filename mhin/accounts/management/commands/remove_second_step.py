from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mhin.accounts.second_step import SecondStepError, remove_second_step
from mhin.accounts.selectors import owner_of


class Command(BaseCommand):
    help = "Take away the second step of sign-in of somebody who lost it. For the only administrator; others ask one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="an address of the person")

    def handle(self, *args: Any, **options: Any) -> None:
        user = owner_of(options["email"])
        if user is None:
            raise CommandError(f"Nobody has an account with {options['email']}.")
        try:
            remove_second_step(user=user, by=None)
        except SecondStepError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{user.email} has no second step of sign-in any more. A mail tells the person.")

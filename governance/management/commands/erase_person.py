from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from governance.selectors.erasure import Traces, traces_of_address
from governance.services.erasure import erase_address
from mhin.accounts.emails import normalise_email
from mhin.accounts.erasing import ErasureError


class Command(BaseCommand):
    help = "Erase everything that says who a person is. Shows what goes and what stays, and asks first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="an address of the person, with an account or without")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        address = normalise_email(options["email"])
        try:
            validate_email(address)
        except ValidationError:
            raise CommandError(f"{options['email']!r} is not an e-mail address.") from None
        self._show(traces_of_address(address))
        if not options["yes"] and normalise_email(self._ask()) != address:
            raise CommandError("That is another address. Nothing was erased.")
        try:
            erase_address(address=address, by=None)
        except ErasureError as error:
            raise CommandError(str(error)) from None
        self.stdout.write("Erased. Now keep a new copy of the erasures away from the database: list_erasures.")

    def _show(self, traces: Traces) -> None:
        for heading, lines in (("This goes:", traces.going), ("This stays:", traces.staying)):
            self.stdout.write(heading)
            self.stdout.writelines(f"  - {line}" for line in lines or ["nothing"])

    def _ask(self) -> str:
        self.stdout.write("It cannot be undone. To go on, type the address:")
        try:
            return input()
        except EOFError:
            return ""

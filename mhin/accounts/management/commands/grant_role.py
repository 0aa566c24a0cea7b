from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mhin.accounts.roles import STAFF_ROLES, Role
from mhin.accounts.selectors import owner_of
from mhin.accounts.services import RoleError, grant_role, revoke_role

ROLES = {role.lower(): role for role in Role}


class Command(BaseCommand):
    help = "Give somebody with an account a role, or take it. For the first administrator; later the admin does it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="an address of the person, who has an account")
        parser.add_argument("role", type=str.lower, choices=ROLES, help="the role")
        parser.add_argument("--revoke", action="store_true", help="take the role instead")

    def handle(self, *args: Any, **options: Any) -> None:
        role, user = ROLES[options["role"]], owner_of(options["email"])
        if user is None:
            raise CommandError(f"Nobody has an account with {options['email']}. They sign up first.")
        if not user.is_active and not options["revoke"]:
            raise CommandError(f"The account of {user.email} is not active.")
        try:
            (revoke_role if options["revoke"] else grant_role)(user=user, role=role, by=None)
        except RoleError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{user.email} {'no longer has' if options['revoke'] else 'has'} the role {role}.")
        if role in STAFF_ROLES and not options["revoke"]:
            self.stdout.write("Signing in now asks for a second step; the next page they open sets it up.")

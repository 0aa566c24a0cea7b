from typing import Any

from django.core.management.base import BaseCommand

from mhin.accounts.services import sync_roles


class Command(BaseCommand):
    help = "Make the roles and their permissions what mhin/accounts/roles.py says. Run it after migrate."

    def handle(self, *args: Any, **options: Any) -> None:
        sync_roles()
        self.stdout.write("The roles are up to date.")

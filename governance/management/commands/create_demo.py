import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from governance.services.demo import create_demo


class Command(BaseCommand):
    help = "Make the demo's sign-ins (password in DEMO_PASSWORD) and its simulated round. Never for a real portal."

    def handle(self, *args: Any, **options: Any) -> None:
        password = os.environ.get("DEMO_PASSWORD")
        if not password:
            raise CommandError("Set DEMO_PASSWORD to the password that the demo's sign-ins shall have.")
        round_ = create_demo(password=password)
        self.stdout.write(f"The sign-ins and the round {round_.slug} are there.")

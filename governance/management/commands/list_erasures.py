from typing import Any

from django.core.management.base import BaseCommand

from mhin.accounts.models import Erasure


class Command(BaseCommand):
    help = "Print the log of erasures, for a copy away from the database. It names nobody."

    def handle(self, *args: Any, **options: Any) -> None:
        for mark, at in Erasure.objects.values_list("fingerprint", "at"):
            self.stdout.write(f"{mark} {at.isoformat()}")

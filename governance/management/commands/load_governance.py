from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from governance.services.structure import load_governance
from needs.services.files import DataFileError, read_json_file

GOVERNANCE = Path(__file__).parents[2] / "data" / "governance.json"


class Command(BaseCommand):
    help = "Load bodies, their members and links, stakeholder groups and regions. Running it twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=GOVERNANCE, help="the portal's own by default")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = load_governance(data=read_json_file(options["file"]), by=None)
        except DataFileError as error:
            self.stderr.write(str(error))
            raise SystemExit(1) from None
        for name in ("bodies", "members", "links", "groups", "regions"):
            self.stdout.write(f"{name}: {getattr(counts, name)}")

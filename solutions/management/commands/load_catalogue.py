from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from needs.services.files import DataFileError, read_json_file
from solutions.services.catalogue import load_catalogue

CATALOGUE = Path(__file__).parents[2] / "data" / "catalogue.json"


class Command(BaseCommand):
    help = "Load areas, documents, needs and solutions. Running it twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=CATALOGUE, help="the portal's own by default")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = load_catalogue(data=read_json_file(options["file"]), by=None)
        except DataFileError as error:
            self.stderr.write(str(error))
            raise SystemExit(1) from None
        for name in ("areas", "sources", "needs", "solutions", "evidence", "need_links"):
            self.stdout.write(f"{name.replace('_', ' ')}: {getattr(counts, name)}")

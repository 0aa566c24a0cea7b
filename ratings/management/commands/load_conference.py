from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ratings.management.commands._json_file import read_json
from ratings.services.conference import ConferenceError, load_conference

PUBLISHED = Path(__file__).resolve().parents[2] / "data" / "mhin_table5.json"


class Command(BaseCommand):
    help = "Load a decision conference (by default the one MHIN published) as a published round."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=PUBLISHED)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            round_, is_new = load_conference(data=read_json(options["file"]), by=None)
        except ConferenceError as error:
            raise CommandError(str(error)) from error
        state = "loaded" if is_new else "was there already; nothing changed"
        self.stdout.write(f"{round_} {state}.")

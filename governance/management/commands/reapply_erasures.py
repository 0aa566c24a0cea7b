import re
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance.services.erasure_again import erase_again
from mhin.accounts.erasing import ErasureError

LINE = re.compile(r"([0-9a-f]{64}) (\S+)")


class Command(BaseCommand):
    help = "After a backup was restored: erase again whom it brought back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="a copy of what list_erasures printed")

    def handle(self, *args: Any, **options: Any) -> None:
        lines = _lines_of(options["file"]) if options["file"] else []
        try:
            counts = erase_again(copied=[_read(number, line) for number, line in enumerate(lines, 1) if line.strip()])
        except ErasureError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{counts.learnt} erasures read from the copy, {counts.erased} people erased again.")


def _lines_of(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"The copy cannot be read: {error}") from None


def _read(number: int, line: str) -> tuple[str, datetime]:
    found = LINE.fullmatch(line.strip())
    try:
        at = datetime.fromisoformat(found[2]) if found else None
    except ValueError:
        at = None
    if found is None or at is None or at.tzinfo is None:
        raise CommandError(f"Line {number} is not one that list_erasures printed. Nothing was done.")
    return found[1], at

"""Promises that the documents make: what they name is there, and what is there they name."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ADRS = sorted((ROOT / "docs/adr").glob("*.md"))
ADR_LINES = 40


def numbers_of_adrs() -> list[str]:
    return [path.name[:4] for path in ADRS]


def test_adrs_are_numbered_without_gap_or_repeat() -> None:
    assert numbers_of_adrs() == [f"{number:04}" for number in range(1, len(ADRS) + 1)]


@pytest.mark.parametrize("path", ADRS, ids=lambda path: path.name)
def test_an_adr_has_its_parts_in_order(path: Path) -> None:
    text = path.read_text()

    assert re.fullmatch(
        rf"# {path.name[:4]} \S.*\n\nDate: \d{{4}}-\d\d-\d\d\nStatus: \S.*\n"
        r"\n## Context\n[^#]+\n## Decision\n[^#]+\n## Consequences\n[^#]+",
        text,
    )


@pytest.mark.parametrize("path", ADRS, ids=lambda path: path.name)
def test_an_adr_is_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= ADR_LINES


def test_every_adr_that_is_pointed_to_exists() -> None:
    sources = [
        path for top in ("mhin", "needs", "solutions", "ratings", "governance") for path in ROOT.glob(f"{top}/**/*.py")
    ]
    pointed_to = {number for path in sources for number in re.findall(r"docs/adr/(\d{4})", path.read_text())}

    assert pointed_to <= set(numbers_of_adrs())

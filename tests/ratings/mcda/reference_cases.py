"""Published and confirmed cases, each with its source, read from reference/*.json."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "reference"


def load(name: str) -> dict[str, Any]:
    """Return one case as a dictionary."""
    case: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())
    return case

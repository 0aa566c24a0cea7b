"""Public facts about the network that are no table's rows: its partners, aims and history."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FACTS = Path(__file__).parents[1] / "data" / "governance.json"


@dataclass(frozen=True)
class Moment:
    when: str
    what: str


@dataclass(frozen=True)
class Network:
    name: str
    short: str
    funder: str
    led_by: str
    together_with: str
    partners: tuple[str, ...]
    objectives: tuple[str, ...]
    timeline: tuple[Moment, ...]


@cache
def network_facts() -> Network:
    facts = json.loads(FACTS.read_text(encoding="utf-8"))
    network = facts["network"]
    return Network(
        name=network["name"],
        short=network["short"],
        funder=network["funder"],
        led_by=network["led_by"],
        together_with=network["with"],
        partners=tuple(network["arcs"]),
        objectives=tuple(network["objectives"]),
        timeline=tuple(Moment(_in_words(when), what) for when, what in facts["timeline"]),
    )


def _in_words(when: str) -> str:
    """2022-05-20 is 20 May 2022, 2021-04 is April 2021, 2021 is 2021."""
    year, *rest = (int(part) for part in when.split("-"))
    if not rest:
        return when
    day = date(year, rest[0], rest[1] if len(rest) > 1 else 1)
    return f"{day.day} {day:%B %Y}" if len(rest) > 1 else f"{day:%B %Y}"

"""Nobody adds up what people said but the scoring and the gate."""

import ast
from pathlib import Path

import pytest

AGGREGATES = {"Avg", "Count", "Max", "Min", "StdDev", "Sum", "Variance"}
ABOUT_PEOPLE = {"Rating", "RatingEvent", "Swing", "SolutionScore", "Participant"}
# Modules that may: they feed the gate, or speak of one person's own answers.
ALLOWED = {
    "ratings/disclosure",
    "ratings/scoring",
    "ratings/mcda",
    "ratings/selectors.py",
    "ratings/pace.py",
    "ratings/entries.py",  # the administrators' list of typed sheets
    "ratings/keying.py",
    "ratings/roll.py",
    "ratings/services",
    "governance/selectors/catalogue.py",  # only whether an area has any rating at all
}
FILES = [path for app in ("needs", "solutions", "ratings", "governance", "mhin") for path in Path(app).rglob("*.py")]


def imported(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {alias.name for node in imports for alias in node.names}


def is_allowed(path):
    return any(str(path) == name or str(path).startswith(f"{name}/") for name in ALLOWED) or "migrations" in path.parts


@pytest.mark.parametrize("path", [path for path in FILES if not is_allowed(path)], ids=str)
def test_no_other_module_aggregates_over_what_people_said(path):
    names = imported(path)

    assert not (names & AGGREGATES and names & ABOUT_PEOPLE)


@pytest.mark.parametrize("path", [p for p in sorted(Path("governance").rglob("*.py")) if not is_allowed(p)], ids=str)
def test_the_boards_read_no_answers_themselves(path):
    assert not imported(path) & {"Rating", "RatingEvent", "Swing", "SolutionScore"}

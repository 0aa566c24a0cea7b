"""Promises that the documents make: what they name is there, and what is there they name."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands
from django.db.models import Model

from mhin.accounts.models import User

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["accounts", "audit", "mail", "needs", "solutions", "ratings", "governance"]
ADRS = sorted((ROOT / "docs/adr").glob("*.md"))
ADR_LINES = 40
TARGETS = re.findall(r"^([a-z0-9]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
COMMANDS = [name for name, app in get_commands().items() if app.removeprefix("mhin.") in ROOMS]
VARIABLES = re.findall(r'\benv(?:\.\w+)?\(\s*"([A-Z_]+)"', (ROOT / "mhin/settings.py").read_text())

# Tables that are about people as a whole; so is every table that hangs on one of them. Of the other tables, fields that
# point to a user are about people, and these.
ABOUT_PEOPLE = [
    "accounts.Erasure",
    "accounts.User",
    "audit.AuditEvent",
    "governance.Membership",
    "mail.OutgoingMail",
    "needs.NeedSupport",
    "ratings.EntrySheet",
    "ratings.Invitation",
    "ratings.Participant",
    "ratings.ReminderOptOut",
    "ratings.SecondKeying",
]
FIELDS_ABOUT_PEOPLE = ["needs.Need.organisation_type", "needs.Need.submitted_source", "governance.Action.owner"]


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


@pytest.mark.parametrize("command", ["make demo", "make test"])
def test_readme_names_the_two_commands(command: str) -> None:
    assert f"`{command}`" in (ROOT / "README.md").read_text()


def test_readme_says_things_in_this_order() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "README.md").read_text(), re.MULTILINE)

    assert headings[:5] == [
        "Two commands",
        "What you see",
        "How the numbers are made",
        "How to deploy it",
        "How it is laid out",
    ]


def test_the_numbers_are_explained_in_ten_lines() -> None:
    section = (ROOT / "README.md").read_text().split("## How the numbers are made\n")[1].split("\n## ")[0]

    assert len(re.findall(r"^\d+\. ", section, re.MULTILINE)) == 10


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_every_make_target_that_is_named_exists(name: str) -> None:
    named = set(re.findall(r"\bmake ([a-z0-9]+)", " ".join(re.findall(r"`([^`]+)`", (ROOT / name).read_text()))))

    assert named <= set(TARGETS)


@pytest.mark.parametrize("path", [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")], ids=lambda path: path.name)
def test_every_file_that_a_document_names_exists(path: Path) -> None:
    text = path.read_text()
    named = re.findall(r"`((?:docs|mhin|needs|solutions|ratings|governance|templates|static|tests)/[\w./-]+)`", text)
    linked = [target for target in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in target]

    missing = [name for name in named if not list(ROOT.glob(f"{name}*")) and not (ROOT / "templates" / name).exists()]
    assert missing + [target for target in linked if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("name", VARIABLES)
def test_deploy_describes_every_variable_that_the_settings_read(name: str) -> None:
    assert re.search(rf"^\| `{name}` \| \S", (ROOT / "docs/deploy.md").read_text(), re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_project_has_its_section(name: str) -> None:
    assert re.search(rf"^### `{name}\b", (ROOT / "docs/commands.md").read_text(), re.MULTILINE)


def test_commands_describes_no_command_that_is_not_there() -> None:
    described = re.findall(r"^### `(\w+)", (ROOT / "docs/commands.md").read_text(), re.MULTILINE)

    assert set(described) <= set(COMMANDS)


def is_about_people(model: type[Model]) -> bool:
    """The table is one of those listed, or hangs on one. Pointing to a user alone does not make it so."""
    points_to = {field.related_model._meta.label for field in model._meta.fields if field.related_model}
    return not {model._meta.label, *(points_to - {"accounts.User"})}.isdisjoint(ABOUT_PEOPLE)


def fields_about_people() -> list[str]:
    found = list(FIELDS_ABOUT_PEOPLE)
    for model in (model for room in ROOMS for model in apps.get_app_config(room).get_models()):
        fields = [*model._meta.fields, *model._meta.many_to_many]
        about = fields if is_about_people(model) else [field for field in fields if field.related_model is User]
        found += [f"{model._meta.label}.{field.name}" for field in about]
    return found


def fields_of_the_data_map() -> list[str]:
    sections = re.split(r"^## ", (ROOT / "docs/data-map.md").read_text(), flags=re.MULTILINE)[1:]
    row = re.compile(r"^\| `(\w+)` (?:\| [^|]*[^| ] ){5}\|$", re.MULTILINE)
    return [f"{section.split(':')[0]}.{field}" for section in sections for field in row.findall(section)]


def test_the_data_map_has_one_full_row_for_each_field_about_people() -> None:
    assert sorted(fields_of_the_data_map()) == sorted(fields_about_people())

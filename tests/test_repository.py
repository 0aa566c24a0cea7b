"""Promises that the files at the top of the repository make."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements.lock").read_text()
PYPROJECT = (ROOT / "pyproject.toml").read_text()
COMPOSE = (ROOT / "docker-compose.yml").read_text()
SERVICES = ["web", "worker", "sweeper", "postgres", "redis", "proxy"]


def direct_dependencies() -> list[str]:
    project = tomllib.loads(PYPROJECT)["project"]
    return [line for group in (project["dependencies"], *project["optional-dependencies"].values()) for line in group]


def test_the_lock_holds_no_url() -> None:
    assert "://" not in LOCK


def test_the_lock_names_no_host() -> None:
    words = re.sub(r"\S+==\S+|--hash=\S+", "", LOCK)

    assert not re.findall(r"\b[a-z0-9-]+\.(?:com|dev|io|net|org|uk)\b", words)
    assert not re.findall(r"^\s*-", words, re.MULTILINE)


def test_the_lock_pins_every_package_with_its_hashes() -> None:
    entries = re.split(r"^(?=[a-z])", LOCK, flags=re.MULTILINE | re.IGNORECASE)[1:]

    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("requirement", direct_dependencies())
def test_the_lock_has_each_dependency(requirement: str) -> None:
    name = re.split(r"[\[<>=]", requirement)[0]

    assert re.search(rf"^{name}==", LOCK, re.MULTILINE)


@pytest.mark.parametrize("requirement", direct_dependencies())
def test_each_dependency_says_what_it_spares_us(requirement: str) -> None:
    assert re.search(rf'^  "{re.escape(requirement)}", +# \S+ \S+', PYPROJECT, re.MULTILINE)


def test_compose_names_the_six_services() -> None:
    services = COMPOSE.split("\nservices:\n")[1].split("\nvolumes:\n")[0]

    assert re.findall(r"^  (\w+):$", services, re.MULTILINE) == SERVICES


def test_compose_pins_each_image_by_its_tag() -> None:
    images = re.findall(r"^    image: (\S+)$", COMPOSE, re.MULTILINE)

    assert images
    assert [image for image in images if not re.fullmatch(r"[\w/.-]+:[\w.-]*\d[\w.-]*", image)] == []

"""The vendored front-end packages are the ones the table names, and load nothing from anywhere else."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "static" / "vendor" / "README.md"
SUMS = dict(reversed(line.split("  ")) for line in re.findall(r"^[0-9a-f]{64}  \S+$", README.read_text(), re.MULTILINE))
SERVED = [ROOT / name for name in SUMS if name.startswith("static/") and name.endswith((".css", ".js"))]
# Addresses of standards and authors in comments and names; a browser fetches none of them.
NAMES_ONLY = re.compile(r"https?://(www\.w3\.org|getify\.mit-license\.org|syntheti\.cc|github\.com|plotly\.com)\b")


@pytest.mark.parametrize("name", SUMS)
def test_vendored_file_matches_its_sum(name):
    content = (ROOT / name).read_bytes()

    assert hashlib.sha256(content).hexdigest() == SUMS[name]


def test_every_vendored_file_has_a_sum():
    folders = [ROOT / "static" / "vendor" / name for name in ("nhsuk", "htmx", "plotly")] + [ROOT / "tests" / "vendor"]
    files = {str(path.relative_to(ROOT)) for folder in folders for path in folder.rglob("*") if path.is_file()}

    assert files == set(SUMS)


@pytest.mark.parametrize("path", SERVED, ids=lambda path: path.name)
def test_served_file_names_no_other_host(path):
    addresses = re.findall(r"https?://[^\s\"'()]+", path.read_text(encoding="utf-8"))

    assert [address for address in addresses if not NAMES_ONLY.match(address)] == []


@pytest.mark.parametrize("path", SERVED, ids=lambda path: path.name)
def test_served_file_has_no_source_map(path):
    assert "sourceMappingURL" not in path.read_text(encoding="utf-8")


def test_nhsuk_style_sheet_uses_arial():
    assert "frutiger" not in (ROOT / "static/vendor/nhsuk/nhsuk-frontend.min.css").read_text(encoding="utf-8").lower()


def test_icons_lie_beside_the_style_sheet():
    folder = ROOT / "static" / "vendor" / "nhsuk"
    css = (folder / "nhsuk-frontend.min.css").read_text(encoding="utf-8")

    icons = {icon for icon in re.findall(r"url\(([^)]*)\)", css) if not icon.startswith(("data:", '"data:'))}

    assert icons
    assert all((folder / icon).is_file() for icon in icons)

"""Fetches the pinned front-end packages, mends them for a strict policy, and writes README.md with their sums.

Run it from anywhere after changing a version below: `python static/vendor/vendor.py`. It needs npm.
"""

import hashlib
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

VENDOR = Path(__file__).resolve().parent
TESTS = VENDOR.parent.parent / "tests" / "vendor"

VERSIONS = {
    "nhsuk-frontend": "10.6.1",
    "htmx.org": "2.0.11",
    "plotly.js-basic-dist-min": "4.1.1",  # the version that plotly.py draws for: move both together
    "plotly.js": "4.1.1",  # only for its style sheet, which the smaller package leaves out
    "axe-core": "4.14.1",
}
LICENCES = {
    "nhsuk-frontend": "MIT",
    "htmx.org": "0BSD",
    "plotly.js-basic-dist-min": "MIT",
    "plotly.js": "MIT",
    "axe-core": "MPL-2.0",
}
NHSUK_LICENCE = """MIT License

Copyright (c) 2019 NHS.UK

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""
SOURCE_MAP = re.compile(r"(/\*# sourceMappingURL=\S+ \*/|//# sourceMappingURL=\S+)\s*")
FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
PLOTLY_HOSTS = re.compile(r'"https://[a-z]+\.plot(?:ly\.com|\.ly)[^"]*"')


def unpack(name: str, into: Path) -> Path:
    """Returns the folder of one package at its pinned version."""
    folder = into / name
    folder.mkdir()
    pinned = f"{name}@{VERSIONS[name]}"
    command = ["npm", "pack", "--silent", pinned]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def mend_nhsuk_css(text: str) -> str:
    """Arial for Frutiger, which is licensed to NHS bodies only; icons by relative address, so that they are hashed."""
    text = FONT_FACE.sub("", SOURCE_MAP.sub("", text))
    text = text.replace("Frutiger W01,", "").replace("font-family:Frutiger W01", "font-family:arial,sans-serif")
    return text.replace("url(/assets/images/", "url(images/")


def mend_plotly(text: str) -> str:
    """Addresses of map outlines and of a chart editor: the basic bundle uses neither, and neither may be reached."""
    return PLOTLY_HOSTS.sub('""', SOURCE_MAP.sub("", text))


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.rstrip() + "\n", encoding="utf-8")


def vendor_nhsuk(package: Path) -> None:
    dist, target = package / "dist" / "nhsuk", VENDOR / "nhsuk"
    css = mend_nhsuk_css((dist / "nhsuk-frontend.min.css").read_text(encoding="utf-8"))
    write(target / "nhsuk-frontend.min.css", css)
    script = (dist / "nhsuk-frontend.min.js").read_text(encoding="utf-8")
    write(target / "nhsuk-frontend.min.js", SOURCE_MAP.sub("", script))
    for icon in sorted(set(re.findall(r"url\(images/([^)]+)\)", css))):
        write(target / "images" / icon, (dist / "assets" / "images" / icon).read_text(encoding="utf-8"))
    write(target / "LICENSE.txt", NHSUK_LICENCE)


def copy_text(source: Path, target: Path) -> None:
    write(target, SOURCE_MAP.sub("", source.read_text(encoding="utf-8")))


def vendor_all(folder: Path) -> None:
    vendor_nhsuk(unpack("nhsuk-frontend", folder))
    htmx = unpack("htmx.org", folder)
    copy_text(htmx / "dist" / "htmx.min.js", VENDOR / "htmx" / "htmx.min.js")
    copy_text(htmx / "LICENSE", VENDOR / "htmx" / "LICENSE.txt")
    plotly = unpack("plotly.js-basic-dist-min", folder)
    bundle = (plotly / "plotly-basic.min.js").read_text(encoding="utf-8")
    write(VENDOR / "plotly" / "plotly-basic.min.js", mend_plotly(bundle))
    copy_text(plotly / "LICENSE", VENDOR / "plotly" / "LICENSE.txt")
    copy_text(unpack("plotly.js", folder) / "dist" / "plotly.css", VENDOR / "plotly" / "plotly.css")
    axe = unpack("axe-core", folder)
    copy_text(axe / "axe.min.js", TESTS / "axe.min.js")
    copy_text(axe / "LICENSE", TESTS / "LICENSE.txt")


def write_readme() -> None:
    rows = [f"| {name} | {version} | {LICENCES[name]} |" for name, version in VERSIONS.items()]
    folders = [VENDOR / name for name in ("nhsuk", "htmx", "plotly")] + [TESTS]
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    root = VENDOR.parent.parent
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(root)}" for path in files]
    write(VENDOR / "README.md", README.format(packages="\n".join(rows), sums="\n".join(sums)))


README = """# Front-end packages kept with the portal

`vendor.py` fetches them by name and version, mends them and writes this page. Nothing here is edited by hand.

| package | version | licence |
|---|---|---|
{packages}

What is changed: Frutiger is taken out (the portal uses Arial), icons get relative addresses, source map comments
go, and the addresses of Plotly's map and editor services are blanked. Licence texts lie beside the files.
axe-core is used by the tests alone, so it lies in `tests/vendor`.

## SHA-256

```
{sums}
```
"""


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        vendor_all(Path(scratch))
    write_readme()

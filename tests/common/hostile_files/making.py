"""The list of hostile files, and what they are made of."""

import io
import struct
import zipfile
from collections.abc import Callable

from mhin.common.spreadsheets import xlsx_bytes

HEADER = ["code", "title"]
ROWS = [HEADER, ["N01", "A need"]]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"
CELL = '<c r="A1" t="inlineStr"><is><t>code</t></is></c>'
DOCTYPE = '<?xml version="1.0"?><!DOCTYPE x [{}]>'
BILLION_LAUGHS = DOCTYPE.format(
    '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
)

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {}


def hostile(reason: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Enter a file into the list, with words of the sentence that must refuse it."""

    def enter(make: Callable[[], bytes]) -> Callable[[], bytes]:
        HOSTILE[make.__name__] = (make, reason)
        return make

    return enter


def plain_workbook() -> bytes:
    return xlsx_bytes([("Needs", ROWS)])


def repacked(
    changes: dict[str, bytes | str] | None = None, tune: Callable[[zipfile.ZipInfo], None] | None = None
) -> bytes:
    """A good workbook in which these parts are replaced or added, and each entry's header is tuned."""
    changes = dict(changes or {})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain_workbook())) as good, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bad:
        names = [*good.namelist(), *(name for name in changes if name not in good.namelist())]
        for name in names:
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            if tune:
                tune(entry)
            bad.writestr(entry, changes[name] if name in changes else good.read(name))
    return out.getvalue()


def sheet(rows: str, before: str = "", declaration: str = "") -> str:
    return f'{declaration}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData></worksheet>'


def patched(content: bytes, offset: int, form: str, value: int, signature: bytes = b"PK\x01\x02") -> bytes:
    """Write a number into every record of this kind, as a liar would."""
    out, start = bytearray(content), 0
    while (start := content.find(signature, start)) >= 0:
        struct.pack_into(form, out, start + offset, value)
        start += 4
    return bytes(out)

"""Archives that lie about what they hold, or would grow without end."""

import io
import zipfile
from hashlib import shake_256

from tests.common.hostile_files.making import hostile, patched, plain_workbook, repacked


@hostile("grows more than 100")
def zip_bomb() -> bytes:
    return repacked({"xl/media/image1.png": b"\0" * 49_000_000})


@hostile("larger than 50 MB")
def zip_bomb_over_the_size() -> bytes:
    """Each part grows 90 times, which alone would be allowed."""
    noise = shake_256(b"noise").digest(90_000)
    return repacked({f"xl/media/image{n}.png": noise + b"\0" * 8_000_000 for n in range(7)})


@hostile("10,009 files")
def ten_thousand_entries() -> bytes:
    return repacked({f"xl/media/i{n}.png": b"" for n in range(10_000)})


@hostile("overlap")
def overlapping_entries() -> bytes:
    """Every entry of the directory points to the same bytes, as the best zip bombs do."""
    return patched(plain_workbook(), 42, "<L", 0)


@hostile("another archive")
def nested_zip() -> bytes:
    return repacked({"xl/media/image1.png": plain_workbook()})


@hostile("encrypted")
def encrypted_entry() -> bytes:
    return patched(plain_workbook(), 8, "<H", 1)


@hostile("unusual way")
def unusual_compression() -> bytes:
    def tune(entry: zipfile.ZipInfo) -> None:
        entry.compress_type = zipfile.ZIP_LZMA

    return repacked(tune=tune)


@hostile("link to another file")
def symbolic_link() -> bytes:
    def tune(entry: zipfile.ZipInfo) -> None:
        entry.external_attr = 0o120777 << 16

    return repacked({"xl/media/image1.png": "/etc/passwd"}, tune)


@hostile("leads out")
def name_that_climbs() -> bytes:
    return repacked({"../../etc/cron.d/x.xml": "<x/>"})


@hostile("leads out")
def absolute_name() -> bytes:
    return repacked({"/etc/cron.d/x.xml": "<x/>"})


@hostile("leads out")
def windows_name() -> bytes:
    return repacked({"xl/..\\..\\x.xml": "<x/>"})


@hostile("same name")
def same_name_twice() -> bytes:
    return repacked({"XL/Workbook.xml": "<workbook/>"})


@hostile("NUL")
def html_before_the_workbook() -> bytes:
    return b"<html><script>alert(1)</script></html>" + plain_workbook()


@hostile("directory is wrong")
def workbook_behind_a_zip_header() -> bytes:
    return b"PK\x03\x04<html><script>alert(1)</script></html>" + plain_workbook()


@hostile("hidden before or behind")
def html_behind_the_workbook() -> bytes:
    return plain_workbook() + b"<html><script>alert(1)</script></html>"


@hostile("hidden before or behind")
def html_in_the_comment() -> bytes:
    out = io.BytesIO(plain_workbook())
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = b"<script>alert(1)</script>"
    return out.getvalue()


@hostile("damaged")
def size_lie() -> bytes:
    """The directory says each part is ten bytes long."""
    return patched(plain_workbook(), 24, "<L", 10)


@hostile("damaged")
def cut_short() -> bytes:
    return plain_workbook()[:-100]


@hostile("damaged")
def zip_header_and_little_more() -> bytes:
    return b"PK\x03\x04 and nothing more"


@hostile("not an Excel workbook")
def other_office_file() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return out.getvalue()

"""Files that must never be taken, made when they are needed: none of them lies in the repository."""

import io
import struct
import zipfile
from collections.abc import Callable
from hashlib import shake_256

from mhin.common.spreadsheets import csv_bytes, xlsx_bytes

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


@hostile("is empty")
def empty_file() -> bytes:
    return b""


@hostile("larger than 5 MB")
def too_large() -> bytes:
    return b"code,title\r\n" + b"N01,x\r\n" * 800_000


@hostile("Line 2 holds a cell")
def one_endless_line() -> bytes:
    return b"code,title\r\nN01," + b"x" * 4_000_000


@hostile("grows more than 100")
def one_gigabyte_cell_in_a_workbook() -> bytes:
    text = f'<c r="A1" t="inlineStr"><is><t>{"A" * 60_000_000}</t></is></c>'
    return repacked({SHEET: sheet(f'<row r="1">{text}</row>')})


@hostile("10,001 characters")
def cell_over_the_limit() -> bytes:
    return csv_bytes([HEADER, ["N01", "x" * 10_001]])


@hostile("Line 3")
def open_quote() -> bytes:
    return b'code,title\r\nN01,"never closed\r\nN02,b\r\n'


@hostile("more than 20,000 rows")
def too_many_rows() -> bytes:
    return csv_bytes([HEADER, *([f"N{n}", "x"] for n in range(20_000))])


@hostile("51 columns")
def too_many_columns() -> bytes:
    return csv_bytes([[f"c{n}" for n in range(51)]])


@hostile("more than 20,000 rows")
def a_million_empty_lines() -> bytes:
    return b"code,title\r\n" + b"\n" * 1_000_000 + b"N01,x\r\n"


@hostile("NUL")
def nul_bytes() -> bytes:
    return b"code,title\r\nN01,a\x00b\r\n"


@hostile("UTF-16")
def utf_16_with_mark() -> bytes:
    return "code,title\r\nN01,x\r\n".encode("utf-16")


@hostile("NUL")
def utf_16_without_mark() -> bytes:
    return "code,title\r\nN01,x\r\n".encode("utf-16-le")


@hostile("not UTF-8 text (byte 20)")
def not_utf_8() -> bytes:
    return b"code,title\r\nN01,caf\xe9\r\n"


@hostile("web page")
def web_page() -> bytes:
    return b"<!DOCTYPE html><script>alert(1)</script>"


@hostile("web page")
def web_page_after_mark_and_spaces() -> bytes:
    return b"\xef\xbb\xbf \r\n<html><body>code,title</body></html>"


@hostile("PDF")
def pdf() -> bytes:
    return b"%PDF-1.7\ncode,title\n"


@hostile("program")
def program() -> bytes:
    return b"MZ\x90,code,title\r\n"


@hostile("compressed")
def gzip_file() -> bytes:
    return b"\x1f\x8b\x08" + b"\x01" * 100


@hostile("encrypted")
def old_or_encrypted_workbook() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


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


@hostile("links to other files")
def embedded_document() -> bytes:
    return repacked({"xl/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"})


@hostile("macros")
def macros() -> bytes:
    return repacked({"xl/vbaProject.bin": b"Attribute VB_Name"})


@hostile("macros")
def macros_by_content_type() -> bytes:
    kind = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    types = f'<Types><Override PartName="/xl/workbook.xml" ContentType="{kind}"/></Types>'
    return repacked({"[Content_Types].xml": types})


@hostile("macros")
def excel_4_macro_sheet() -> bytes:
    return repacked({"xl/macrosheets/sheet1.xml": sheet("")})


@hostile("links to other files")
def external_link() -> bytes:
    return repacked({"xl/externalLinks/externalLink1.xml": "<externalLink/>"})


@hostile("links to other files")
def external_relationship() -> bytes:
    link = (
        f'<Relationship Id="r1" Type="{RELATION}/attachedTemplate" Target="http://x.example/" TargetMode="External"/>'
    )
    return repacked({"xl/worksheets/_rels/sheet1.xml.rels": f"<Relationships>{link}</Relationships>"})


@hostile("links to other files")
def data_connection() -> bytes:
    return repacked({"xl/connections.xml": "<connections/>"})


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


@hostile("entities")
def billion_laughs_in_a_sheet() -> bytes:
    return repacked({SHEET: BILLION_LAUGHS + sheet('<row r="1"><c t="inlineStr"><is><t>&a9;</t></is></c></row>')})


@hostile("entities")
def billion_laughs_in_shared_strings() -> bytes:
    return repacked({"xl/sharedStrings.xml": f'{BILLION_LAUGHS}<sst xmlns="{MAIN}"><si><t>&a9;</t></si></sst>'})


@hostile("entities")
def quadratic_blow_up() -> bytes:
    entity = DOCTYPE.format(f'<!ENTITY a "{"x" * 5_000}">')
    return repacked({SHEET: entity + sheet(f"<row><c t='inlineStr'><is><t>{'&a;' * 5_000}</t></is></c></row>")})


@hostile("entities")
def external_entity() -> bytes:
    entity = DOCTYPE.format('<!ENTITY a SYSTEM "file:///etc/passwd">')
    return repacked({SHEET: entity + sheet("<row><c t='inlineStr'><is><t>&a;</t></is></c></row>")})


@hostile("UTF-8")
def entities_in_utf_16() -> bytes:
    return repacked({SHEET: (BILLION_LAUGHS + sheet("")).encode("utf-16")})


@hostile("UTF-8")
def other_encoding() -> bytes:
    return repacked({SHEET: sheet("", declaration='<?xml version="1.0" encoding="iso-8859-1"?>')})


@hostile("says it has 1,048,576 rows")
def dimension_lie() -> bytes:
    return repacked({SHEET: sheet(f'<row r="1">{CELL}</row>', '<dimension ref="A1:XFD1048576"/>')})


@hostile("more than 20,000 rows")
def row_number_lie() -> bytes:
    return repacked({SHEET: sheet(f'<row r="1048576">{CELL.replace("A1", "A1048576")}</row>')})


@hostile("16,384 columns")
def column_lie() -> bytes:
    return repacked({SHEET: sheet(f'<row r="1">{CELL.replace("A1", "XFD1")}</row>')})


@hostile("10,000,000 characters")
def shared_string_in_a_million_cells() -> bytes:
    cells = '<c t="s"><v>0</v></c>' * 50
    strings = f'<sst xmlns="{MAIN}"><si><t>{"ab" * 5_000}</t></si></sst>'
    return shared_strings(strings, "".join(f'<row r="{n}">{cells}<!-- {n * 7919} --></row>' for n in range(1, 3_000)))


def shared_strings(strings: str, rows: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(plain_workbook())) as good:
        types = good.read("[Content_Types].xml").decode()
        relations = good.read("xl/_rels/workbook.xml.rels").decode()
    if "sharedStrings" not in types:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
        types = types.replace("</Types>", override)
        link = f'<Relationship Id="rId99" Type="{RELATION}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
        relations = relations.replace("</Relationships>", link)
    parts = {"[Content_Types].xml": types, "xl/_rels/workbook.xml.rels": relations, "xl/sharedStrings.xml": strings}
    return repacked(parts | {SHEET: sheet(rows)})


@hostile("11 sheets")
def too_many_sheets() -> bytes:
    return xlsx_bytes([(f"Sheet {n}", ROWS) for n in range(11)])


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


@hostile("damaged")
def broken_xml() -> bytes:
    return repacked({SHEET: "<worksheet><sheetData>"})


@hostile("damaged")
def deeply_nested_xml() -> bytes:
    return repacked({SHEET: sheet("".join(f"<a{n * 7919}>" for n in range(200_000)))})

"""Workbooks with macros, links, entities and sheets that lie."""

import io
import zipfile

from mhin.common.spreadsheets import xlsx_bytes
from tests.common.hostile_files.making import (
    BILLION_LAUGHS,
    CELL,
    DOCTYPE,
    MAIN,
    RELATION,
    ROWS,
    SHEET,
    hostile,
    plain_workbook,
    repacked,
    sheet,
)


@hostile("grows more than 100")
def one_gigabyte_cell_in_a_workbook() -> bytes:
    text = f'<c r="A1" t="inlineStr"><is><t>{"A" * 60_000_000}</t></is></c>'
    return repacked({SHEET: sheet(f'<row r="1">{text}</row>')})


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


@hostile("damaged")
def broken_xml() -> bytes:
    return repacked({SHEET: "<worksheet><sheetData>"})


@hostile("damaged")
def deeply_nested_xml() -> bytes:
    return repacked({SHEET: sheet("".join(f"<a{n * 7919}>" for n in range(200_000)))})

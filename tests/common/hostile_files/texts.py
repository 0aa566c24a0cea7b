"""Files that are no tables, or tables as text that are too much or not what they say."""

from mhin.common.spreadsheets import csv_bytes
from tests.common.hostile_files.making import HEADER, hostile


@hostile("is empty")
def empty_file() -> bytes:
    return b""


@hostile("larger than 5 MB")
def too_large() -> bytes:
    return b"code,title\r\n" + b"N01,x\r\n" * 800_000


@hostile("Line 2 holds a cell")
def one_endless_line() -> bytes:
    return b"code,title\r\nN01," + b"x" * 4_000_000


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

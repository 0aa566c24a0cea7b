"""What is refused, and that what is good is read as it is."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from mhin.common.spreadsheets import csv_bytes, xlsx_bytes
from mhin.common.uploads import Fault, UploadRefused, read_upload, read_upload_apart, sniff
from tests.common.hostile_files import HOSTILE, RELATION, ROWS, SHEET, plain_workbook, repacked, sheet


@pytest.mark.parametrize(("make", "reason"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason(make, reason):
    with pytest.raises(UploadRefused, match=re.escape(reason)):
        read_upload_apart(make())


def test_there_are_forty_hostile_files_and_more():
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize("make", [lambda: csv_bytes(ROWS), plain_workbook], ids=["csv", "xlsx"])
def test_a_good_file_is_read(make):
    assert [table.rows for table in read_upload_apart(make()).tables] == [ROWS]


def test_the_content_counts_and_not_a_name():
    assert [sniff(plain_workbook()), sniff(csv_bytes(ROWS))] == ["xlsx", "csv"]


def test_sheets_keep_their_names():
    upload = read_upload(xlsx_bytes([("Needs", ROWS), ("Solutions", ROWS)]))

    assert [table.name for table in upload.tables] == ["Needs", "Solutions"]


def test_a_formula_is_a_fault_of_its_cell():
    content = repacked({SHEET: sheet('<row r="1"><c r="B1"><f>1+1</f><v>2</v></c></row>')})

    assert read_upload(content).faults == [Fault("Needs", 1, "B", "holds a formula. Paste its value instead.")]


def test_an_error_value_is_a_fault_of_its_cell():
    content = repacked({SHEET: sheet('<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>')})

    assert read_upload(content).faults == [Fault("Needs", 1, "A", "holds an error (#N/A).")]


def test_a_control_character_is_a_fault_of_its_cell():
    assert [fault.column for fault in read_upload(b"code,title\r\nN01,a\x0bb\r\n").faults] == ["B"]


def test_a_web_address_that_excel_made_clickable_is_welcome():
    link = f'<Relationship Id="r1" Type="{RELATION}/hyperlink" Target="https://x.example/" TargetMode="External"/>'
    content = repacked({"xl/worksheets/_rels/sheet1.xml.rels": f"<Relationships>{link}</Relationships>"})

    assert read_upload(content).tables[0].rows == ROWS


def test_a_whole_number_stays_whole():
    content = repacked({SHEET: sheet('<row r="1"><c r="A1"><v>2022.0</v></c></row>')})

    assert read_upload(content).tables[0].rows == [[2022]]


def test_empty_rows_keep_their_place_between_others_and_vanish_at_the_end():
    upload = read_upload(b"code\r\n\r\nN01\r\n\r\n\r\n")

    assert upload.tables[0].rows == [["code"], [], ["N01"]]


def test_a_sheet_that_says_it_is_smaller_is_read_whole():
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>'
    content = repacked({SHEET: sheet(rows, '<dimension ref="A1"/>')})

    assert read_upload(content).tables[0].rows == [[1], [None, 2]]


@pytest.mark.parametrize(
    ("act", "error"),
    [("bytearray(600_000_000)", b"MemoryError"), ("open('x', 'wb', 0).write(b'x')", b"File too large")],
)
def test_the_reading_process_has_little_memory_and_writes_no_file(tmp_path, act, error):
    code = f"from mhin.common.uploads.apart import limit_this_process as limit; limit(); {act}"

    done = subprocess.run(  # noqa: S603 -- our own interpreter
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(Path.cwd())!r}); {code}"],
        cwd=tmp_path,
        env={"OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        check=False,
    )

    assert error in done.stderr

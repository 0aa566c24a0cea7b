"""No cell of an export is a formula, and what was exported is read back as it was."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from mhin.common.spreadsheets import csv_bytes, is_formula_like, neutralised, restored, xlsx_bytes
from mhin.common.uploads import read_upload

LEADERS = ["=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠"]
BEFORE = ["", " ", "  ", "\u00a0", "'", '"', "' \"", "“", "\ufeff"]
FORMULAS = [f"{before}{leader}cmd|' /C calc'!A0" for leader in LEADERS for before in BEFORE]
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=20
)


@pytest.mark.parametrize("text", FORMULAS, ids=repr)
def test_a_formula_gets_an_apostrophe(text):
    assert neutralised(text) == f"'{text}"


@pytest.mark.parametrize("text", ["plain", "1-2", "a=b", "NG225", "it's", "’tis", "", " a -b"])
def test_a_plain_text_stays_as_it_is(text):
    assert neutralised(text) == text


@pytest.mark.parametrize("number", [-5, -0.5, 12, None])
def test_a_number_stays_a_number(number):
    assert neutralised(number) is number


@given(st.one_of(TEXTS, st.sampled_from(FORMULAS)))
def test_the_apostrophe_comes_off_again(text):
    assert restored(neutralised(text)) == text


@given(st.one_of(TEXTS, st.sampled_from(FORMULAS)))
def test_no_neutralised_text_begins_like_a_formula(text):
    assert not is_formula_like(neutralised(text)) or neutralised(text).startswith("'")


def test_a_workbook_holds_no_formula():
    content = xlsx_bytes([("Data", [[text] for text in FORMULAS])])

    cells = [cell for row in load_workbook(io.BytesIO(content))["Data"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}


def test_numbers_are_numbers_in_a_workbook():
    content = xlsx_bytes([("Data", [[-5, 2.5]])])

    assert [cell.data_type for cell in load_workbook(io.BytesIO(content))["Data"][1]] == ["n", "n"]


def test_every_text_of_a_csv_is_quoted():
    assert csv_bytes([["a;=1+1", 2]]) == b'\xef\xbb\xbf"a;=1+1",2\r\n'


@pytest.mark.parametrize("write", [csv_bytes, lambda rows: xlsx_bytes([("Data", rows)])], ids=["csv", "xlsx"])
@given(TEXTS)
def test_what_was_exported_is_read_back(write, text):
    [table] = read_upload(write([[text]])).tables

    assert restored(str(table.rows[0][0])) == text

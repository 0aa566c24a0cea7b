"""Files that must never be taken, made when they are needed: none of them lies in the repository."""

from tests.common.hostile_files import archives, texts, workbooks  # noqa: F401 -- each enters its files into the list
from tests.common.hostile_files.making import HOSTILE, RELATION, ROWS, SHEET, plain_workbook, repacked, sheet

__all__ = ["HOSTILE", "RELATION", "ROWS", "SHEET", "plain_workbook", "repacked", "sheet"]

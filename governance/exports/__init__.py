"""Taking a run away: CSV, XLSX, JSON and, where WeasyPrint is installed, an accessible PDF."""

from governance.exports.files import FORMATS, ExportFile, export_run
from governance.exports.report import run_report

__all__ = ["FORMATS", "ExportFile", "export_run", "run_report"]

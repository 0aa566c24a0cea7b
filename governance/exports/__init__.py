"""Taking a run or published results away: CSV, XLSX, JSON and, where WeasyPrint is installed, an accessible PDF."""

from governance.exports.files import FORMATS, ExportFile, export_run
from governance.exports.published import RESULT_FORMATS, export_results
from governance.exports.report import run_report

__all__ = ["FORMATS", "RESULT_FORMATS", "ExportFile", "export_results", "export_run", "run_report"]

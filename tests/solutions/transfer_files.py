"""Files that a curator could bring, and what became of them."""

from mhin.common.spreadsheets import csv_bytes
from mhin.common.uploads import read_upload
from solutions.services.transfer.plan import plan_import, write_import

NEED_COLUMNS = [
    "code",
    "title",
    "detail",
    "easy_read",
    "area",
    "status",
    "provenance",
    "evidence_seen",
    "documents",
]


def need_row(**values):
    row = {"code": "N90", "title": "Night help", "status": "published", "provenance": "mhin", "evidence_seen": "none"}
    return [(row | values).get(name, "") for name in NEED_COLUMNS]


def needs_file(*rows):
    return csv_bytes([NEED_COLUMNS, *rows])


def planned(content):
    return plan_import(read_upload(content))


def problems(content):
    return [(row.row, column, message) for row in planned(content).rows for column, message in row.problems]


def write(content, by, note="Plainer words."):
    upload = read_upload(content)
    return write_import(upload, expected=plan_import(upload).fingerprint, note=note, by=by)


def solutions_sheet(**values):
    row = {
        "code": "S90",
        "title": "Crisis house",
        "summary": "A house.",
        "easy_read": "",
        "population": "",
        "readiness": "tested",
        "area": "",
        "needs": "",
        "status": "draft",
        "provenance": "mhin",
        "provenance_note": "",
        "source_urls": "",
        "conference_label": "",
        "conference_confidence": "",
    } | values
    return ("Solutions", [list(row), list(row.values())])

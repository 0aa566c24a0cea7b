"""Opening a CSV or XLSX file that a stranger may have made: it is refused before anything in it can do harm.

    upload = read_upload_apart(content)  # raises UploadRefused, whose message says what to do
    for table in upload.tables: ...      # table.rows[0] is row 1; upload.faults are cells that cannot be taken

The package stands alone (no Django, nothing of the portal), so that a small process can load it.
"""

from .apart import read_upload_apart
from .archive import check_archive
from .limits import MOST_BYTES, Cell, Fault, Table, Upload, UploadRefused
from .reading import check_size, read_upload, sniff

__all__ = [
    "MOST_BYTES",
    "Cell",
    "Fault",
    "Table",
    "Upload",
    "UploadRefused",
    "check_archive",
    "check_size",
    "read_upload",
    "read_upload_apart",
    "sniff",
]

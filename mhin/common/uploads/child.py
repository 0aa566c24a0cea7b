"""The process in which an uploaded file is read. Started by `read_upload_apart`, never imported.

It loads neither Django nor the portal: there is nothing here to reach, and little to load.
"""

import sys
from pathlib import Path

sys.modules["numpy"] = None  # type: ignore[assignment]  # openpyxl would load it, and it takes most of the memory
sys.path.append(str(Path(__file__).parent.parent))

from uploads.apart import answer_in_json, limit_this_process  # type: ignore[import-not-found]  # noqa: E402

limit_this_process()
sys.stdout.buffer.write(answer_in_json(sys.stdin.buffer.read()))

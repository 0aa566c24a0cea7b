"""Reading an upload in a process of its own, so that a hostile file can harm nothing but that process."""

import json
import os
import resource
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .limits import CPU_SECONDS, MEMORY_BYTES, WALL_SECONDS, Fault, Table, Upload, UploadRefused
from .reading import check_size, read_upload

_CHILD = Path(__file__).with_name("child.py")


def read_upload_apart(content: bytes) -> Upload:
    """Read the file in a process of its own, with little memory and time, that can write to nothing."""
    check_size(len(content))
    command = [sys.executable, "-I", str(_CHILD)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=WALL_SECONDS, check=False)  # noqa: S603 -- our own interpreter and file
    except subprocess.TimeoutExpired:
        raise UploadRefused("Reading the file takes too long. Make it smaller.") from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise UploadRefused("Reading the file takes too much time or memory. Make it smaller.") from None
    if "refused" in answer:
        raise UploadRefused(answer["refused"])
    return Upload([Table(**table) for table in answer["tables"]], [Fault(**fault) for fault in answer["faults"]])


def limit_this_process() -> None:
    """Called by the child before it has read a byte. It also gives way to every process that serves a page."""
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer_in_json(content: bytes) -> bytes:
    """What the child says. A reader that fails in any way has met a file that nobody needs."""
    try:
        answer: dict[str, Any] = asdict(read_upload(content))
    except UploadRefused as error:
        answer = {"refused": str(error)}
    except MemoryError:
        answer = {"refused": "Reading the file takes too much memory. Make it smaller."}
    except Exception:  # openpyxl raises all kinds on a damaged workbook
        answer = {"refused": "The file is damaged. Open it, save it as a new .xlsx file, and try again."}
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")

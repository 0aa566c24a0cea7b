"""Reading a data file, with errors that a person can act on."""

import json
from pathlib import Path
from typing import Any


class DataFileError(Exception):
    """A data file cannot be loaded; each problem is one plain line that names the record and the field."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read_json_file(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataFileError([f"{path}: there is no such file"]) from None
    except OSError as error:
        raise DataFileError([f"{path}: cannot be read ({error.strerror})"]) from None
    except UnicodeDecodeError as error:
        raise DataFileError([f"{path}: is not UTF-8 text (byte {error.start + 1})"]) from None
    except json.JSONDecodeError as error:
        raise DataFileError([f"{path}: line {error.lineno}, column {error.colno}: {error.msg}"]) from None
    except RecursionError:
        raise DataFileError([f"{path}: is nested too deeply"]) from None

"""How large an upload may be, what reading one gives, and how one is refused."""

from dataclasses import dataclass, field

MOST_BYTES = 5 * 1024 * 1024
MOST_UNZIPPED_BYTES = 50 * 1024 * 1024
MOST_ENTRIES = 100
MOST_RATIO = 100
MOST_SHEETS = 10
MOST_ROWS = 20_000
MOST_COLUMNS = 50
MOST_CELL_CHARACTERS = 10_000
MOST_CHARACTERS = 10_000_000  # of all cells together: one long shared text can stand in a million cells
MOST_FAULTS = 1_000

# For the process that reads it
CPU_SECONDS = 60
MEMORY_BYTES = 512 * 1024 * 1024
WALL_SECONDS = 75  # below the worker's own time limit

Cell = str | int | float | None


class UploadRefused(Exception):
    """The file is not opened, or not read to its end. The message says why and what to do."""


@dataclass(frozen=True)
class Fault:
    """A cell that cannot be taken as it is."""

    table: str
    row: int
    column: str
    message: str


@dataclass(frozen=True)
class Table:
    """One sheet, or the whole of a CSV file. `rows[0]` is row 1."""

    name: str
    rows: list[list[Cell]]


@dataclass(frozen=True)
class Upload:
    tables: list[Table]
    faults: list[Fault] = field(default_factory=list)

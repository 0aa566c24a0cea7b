"""Print one table of speed. What is missed is printed with its reason, never left out.

With `--large` the database rows include 10 million answers, which take some minutes and 5 GB of disk to load.
"""

import os
import platform
import sys
from argparse import ArgumentParser
from datetime import UTC, datetime

import numpy as np

from tests.bench import in_database, in_memory, whole_run
from tests.bench.measure import as_table


def main() -> None:
    """Measure and print."""
    parser = ArgumentParser(prog="make bench", description="Measure the speed of what must be quick.")
    parser.add_argument("--large", action="store_true", help="load 10 million answers into the database, too")
    large = parser.parse_args().large
    sys.stdout.write(f"{_machine()}\n\n")
    sys.stdout.flush()
    rows = [*in_memory.rows(), *in_database.rows(large=large), *whole_run.rows()]
    missed = sum(row.missed for row in rows)
    sys.stdout.write(as_table(rows) + f"\n\n{len(rows)} rows, {missed} short of what is wanted.\n")


def _machine() -> str:
    load = f", load {os.getloadavg()[0]:.1f} before the start" if hasattr(os, "getloadavg") else ""
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores ({platform.machine()}){load}, "
        f"Python {platform.python_version()}, numpy {np.__version__}; medians of interleaved repetitions"
    )


if __name__ == "__main__":
    main()

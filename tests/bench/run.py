"""Print one table of speed. What is missed is printed with its reason, never left out."""

import sys

from tests.bench import in_memory, whole_run
from tests.bench.measure import as_table


def main() -> None:
    """Measure and print."""
    rows = [*in_memory.rows(), *whole_run.rows()]
    missed = sum(row.missed for row in rows)
    sys.stdout.write(as_table(rows) + f"\n\n{len(rows)} rows, {missed} short of what is wanted.\n")


if __name__ == "__main__":
    main()

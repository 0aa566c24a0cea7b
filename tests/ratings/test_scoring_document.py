"""The worked example of docs/scoring.md, recomputed from the tables as they are printed."""

from pathlib import Path

import numpy as np
import pytest

from mhin.common.templatetags.ui import score
from ratings.mcda.aggregation import combine
from ratings.mcda.cells import mean_cells
from ratings.mcda.problem import Panel
from ratings.mcda.voices import EQUAL, PERSON

LINES = Path("docs/scoring.md").read_text(encoding="utf-8").splitlines()


def table(first_cell):
    start = next(n for n, line in enumerate(LINES) if line.startswith(f"| {first_cell} |")) + 2
    end = next(n for n in range(start, len(LINES)) if not LINES[n].startswith("|"))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in LINES[start:end]]


@pytest.fixture
def cells():
    people = table("person")
    groups = sorted({row[1] for row in people})
    panel = Panel(
        groups=np.array([groups.index(row[1]) for row in people]),
        group_names=tuple(groups),
        sheets=np.array([row[2:] for row in people]).astype(np.uint8),
        swings=np.full((len(people), 2), 255, dtype=np.uint8),
        options=("S1", "S2", "S3"),
        objectives=("reach", "lasting"),
    )
    return mean_cells(panel)


@pytest.mark.parametrize(("voice", "column"), [(EQUAL, 1), (PERSON, 3)])
def test_the_worked_example_is_right(cells, voice, column):
    result = combine(cells, voice, [1, 2])

    printed = [row[column : column + 2] for row in table("solution")]
    assert [[score(s), str(r)] for s, r in zip(result.scores.tolist(), result.ranks.tolist(), strict=True)] == printed

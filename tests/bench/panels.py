"""A panel of chance answers of a size to measure with."""

import numpy as np

from ratings.mcda.problem import MISSING, Panel

OPTIONS, OBJECTIVES, GROUPS = 22, 6, 4
CELLS = OPTIONS * OBJECTIVES


def simulated_panel(people: int, *, seed: int = 1, missing: float = 0.03) -> Panel:
    """Build a panel in which options differ, raters are mild or severe, and some answers are open."""
    rng = np.random.default_rng(seed)
    quality = rng.normal(5.5, 1.2, (1, OPTIONS, OBJECTIVES))
    severity = rng.normal(0, 0.8, (people, 1, 1))
    ratings = quality + severity + rng.normal(0, 1.5, (people, OPTIONS, OBJECTIVES))
    sheets = np.clip(np.rint(ratings), 1, 9).astype(np.uint8).reshape(people, CELLS)
    sheets[rng.random(sheets.shape) < missing] = MISSING
    swings = rng.integers(0, 101, (people, OBJECTIVES)).astype(np.uint8)
    return Panel(
        groups=rng.integers(0, GROUPS, people).astype(np.int16),
        group_names=tuple(f"group {g}" for g in range(GROUPS)),
        sheets=sheets,
        swings=swings,
        options=tuple(f"S{s:02d}" for s in range(OPTIONS)),
        objectives=tuple(f"O{j}" for j in range(OBJECTIVES)),
    )

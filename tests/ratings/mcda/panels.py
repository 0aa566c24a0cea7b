"""Small panels of raters for tests."""

from collections.abc import Sequence

import numpy as np

from ratings.mcda.problem import MISSING, Panel


def make_panel(
    ratings: Sequence[Sequence[Sequence[int | None]]] | np.ndarray,
    *,
    groups: Sequence[int] | np.ndarray | None = None,
    group_count: int | None = None,
    swings: Sequence[Sequence[int | None]] | np.ndarray | None = None,
) -> Panel:
    """Build a panel from ratings (P, m, n) in which None or 255 is a missing answer."""
    cube = np.array(ratings, dtype=object)
    people, options, objectives = cube.shape
    members = [0] * people if groups is None else groups
    points = np.full((people, objectives), MISSING, dtype=object) if swings is None else swings
    return Panel(
        groups=np.array(members, dtype=np.int16),
        group_names=group_names(group_count or max([*members, 0]) + 1),
        sheets=as_bytes(cube).reshape(people, options * objectives),
        swings=as_bytes(np.array(points, dtype=object)).reshape(people, objectives),
        options=tuple(f"S{i + 1:02d}" for i in range(options)),
        objectives=tuple(f"O{j + 1}" for j in range(objectives)),
    )


def empty_panel(options: int = 3, objectives: int = 2, groups: int = 2) -> Panel:
    """Build a panel in which nobody takes part."""
    return Panel(
        groups=np.zeros(0, dtype=np.int16),
        group_names=group_names(groups),
        sheets=np.zeros((0, options * objectives), dtype=np.uint8),
        swings=np.zeros((0, objectives), dtype=np.uint8),
        options=tuple(f"S{i + 1:02d}" for i in range(options)),
        objectives=tuple(f"O{j + 1}" for j in range(objectives)),
    )


def random_panel(
    seed: int,
    *,
    people: int = 40,
    options: int = 5,
    objectives: int = 3,
    groups: int = 3,
    answered: float = 0.7,
) -> Panel:
    """Build a panel of chance ratings and swing points, some of them missing."""
    rng = np.random.default_rng(seed)
    cube = rng.integers(1, 10, (people, options, objectives), dtype=np.uint8)
    cube[rng.random(cube.shape) > answered] = MISSING
    swings = rng.integers(0, 101, (people, objectives), dtype=np.uint8)
    swings[rng.random(people) > answered] = MISSING
    return Panel(
        groups=rng.integers(0, groups, people).astype(np.int16),
        group_names=group_names(groups),
        sheets=cube.reshape(people, options * objectives),
        swings=swings,
        options=tuple(f"S{i + 1:02d}" for i in range(options)),
        objectives=tuple(f"O{j + 1}" for j in range(objectives)),
    )


def group_names(count: int) -> tuple[str, ...]:
    """Return names for so many groups."""
    return tuple(f"G{g + 1}" for g in range(count))


def as_bytes(data: np.ndarray) -> np.ndarray:
    """Return uint8 with 255 where an entry is None."""
    return np.where(np.equal(data, None), MISSING, data).astype(np.uint8)

"""The way from submissions to solutions as boxes and arrows: stages down the left, what leaves them on the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from mhin.common.templatetags.ui import plural
from solutions.selectors.path import PathCounts

WIDTH, MARGIN = 360, 8
MAIN_WIDTH, SIDE_LEFT = 216, 244
SIDE_WIDTH = WIDTH - SIDE_LEFT
PADDING, GAP, SIDE_GAP = 14, 44, 8
NUMBER_HEIGHT, LINE_HEIGHT = 30, 19
MAIN_LETTERS, SIDE_LETTERS = 25, 14


@dataclass(frozen=True)
class Line:
    x: int
    y: int
    text: str
    large: bool = False


@dataclass(frozen=True)
class Box:
    x: int
    y: int
    width: int
    height: int
    lines: tuple[Line, ...]
    side: bool = False


@dataclass(frozen=True)
class Stage:
    """How many there are, what they are called, what they are made of, and how many leave before the next stage."""

    count: int
    name: str
    parts: tuple[tuple[int, str], ...] = ()
    leaving: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class FlowDiagram:
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[str, ...]

    @property
    def view_box(self) -> str:
        return f"{-MARGIN} {-MARGIN} {WIDTH + 2 * MARGIN} {self.height + 2 * MARGIN}"


def stages_of(counts: PathCounts) -> tuple[Stage, ...]:
    return (
        Stage(
            counts.gathered,
            "needs gathered",
            tuple((count, label[0].lower() + label[1:]) for label, count in counts.by_provenance),
            (
                (counts.waiting, "waiting for a curator"),
                (counts.merged, "merged into another need"),
                (counts.rejected, "not taken forward"),
            ),
        ),
        Stage(
            counts.published,
            f"needs on the list, under {plural(counts.areas, 'area')}",
            leaving=((counts.unmet, "without a solution yet"),),
        ),
        Stage(
            counts.met,
            "needs with a solution",
            leaving=((counts.drafts + counts.archived, "solutions in draft or set aside"),),
        ),
        Stage(counts.solutions, "solutions on the list", ((counts.evidence, "pieces of evidence"),)),
    )


def table_of(stages: Sequence[Stage]) -> list[list[str]]:
    """The same numbers as rows: the stage, how many, and what each is a part of."""
    rows = []
    for stage in stages:
        rows.append([stage.name[0].upper() + stage.name[1:], f"{stage.count:,}"])
        rows += [[f"of these, {name}", f"{count:,}"] for count, name in stage.parts]
        rows += [[f"left here: {name}", f"{count:,}"] for count, name in stage.leaving]
    return rows


def sentence_of(counts: PathCounts) -> str:
    """What the picture shows, in words."""
    left = f"{counts.waiting:,} wait for a curator, {counts.merged:,} were merged into another need and "
    left += f"{counts.rejected:,} were not taken forward"
    return (
        f"Of {plural(counts.gathered, 'need')} gathered, {counts.published:,} are on the list; {left}. "
        f"For {counts.met:,} of those on the list there is at least one of {plural(counts.solutions, 'solution')}"
    )


def draw_path(stages: Sequence[Stage]) -> FlowDiagram:
    """Work out every coordinate here, so that the template only writes them down."""
    boxes: list[Box] = []
    arrows: list[str] = []
    y = 0
    for place, stage in enumerate(stages):
        box = _main_box(stage, y)
        sides = _side_boxes(stage, box.y + box.height + SIDE_GAP)
        boxes += [box, *sides]
        bottom = box.y + box.height
        y = max(bottom + GAP, max((side.y + side.height + SIDE_GAP for side in sides), default=0))
        middle = MAIN_WIDTH // 2
        arrows += [f"M{middle} {side.y + side.height // 2} H{SIDE_LEFT}" for side in sides]
        if place < len(stages) - 1:
            arrows.append(f"M{middle} {bottom} V{y}")
    return FlowDiagram(max(box.y + box.height for box in boxes), tuple(boxes), tuple(arrows))


def _main_box(stage: Stage, y: int) -> Box:
    texts = wrap(stage.name, MAIN_LETTERS)
    texts += [line for count, name in stage.parts for line in wrap(f"{count:,} {name}", MAIN_LETTERS)]
    return _box(0, y, MAIN_WIDTH, f"{stage.count:,}", texts)


def _side_boxes(stage: Stage, y: int) -> list[Box]:
    boxes = []
    for count, name in stage.leaving:
        box = _box(SIDE_LEFT, y, SIDE_WIDTH, f"{count:,}", wrap(name, SIDE_LETTERS), side=True)
        boxes.append(box)
        y += box.height + SIDE_GAP
    return boxes


def _box(x: int, y: int, width: int, number: str, texts: list[str], *, side: bool = False) -> Box:
    first = y + PADDING // 2 + NUMBER_HEIGHT - 6
    lines = [Line(x + PADDING, first, number, large=True)]
    lines += [Line(x + PADDING, first + place * LINE_HEIGHT, text) for place, text in enumerate(texts, 1)]
    return Box(x, y, width, PADDING + NUMBER_HEIGHT + LINE_HEIGHT * len(texts), tuple(lines), side)

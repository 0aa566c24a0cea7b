"""The organisational structure as boxes and lines: the first body on top, the others below it, two a row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap

from governance.models import Body, BodyLink

WIDTH = 360
COLUMN_GAP = 24
MARGIN = 12
ROW_GAP = 76
PADDING = 14
LINE_HEIGHT = 20
ELBOW = 26  # how far below its row a line between neighbours runs
PER_ROW = 2
LETTERS = {WIDTH: 40, (WIDTH - COLUMN_GAP) // PER_ROW: 17}  # that fit on a line in a box of this width


@dataclass(frozen=True)
class TextLine:
    x: int
    y: int
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Box:
    body: Body
    row: int
    x: int
    y: int
    width: int
    height: int
    lines: tuple[TextLine, ...]

    @property
    def centre(self) -> int:
        return self.x + self.width // 2

    @property
    def bottom(self) -> int:
        return self.y + self.height


@dataclass(frozen=True)
class Arrow:
    path: str
    labels: tuple[TextLine, ...]


@dataclass(frozen=True)
class Diagram:
    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    sentence: str

    @property
    def view_box(self) -> str:
        return f"{-MARGIN} {-MARGIN} {self.width + 2 * MARGIN} {self.height + 2 * MARGIN}"


def draw_structure(bodies: Sequence[Body], links: Iterable[BodyLink]) -> Diagram:
    """Work out every coordinate here, so that the template only writes them down."""
    links = list(links)
    boxes = _place(bodies)
    by_body = {box.body.pk: box for box in boxes}
    arrows = tuple(_connect(by_body[link.body_id], by_body[link.other_id], link.relation) for link in links)
    height = max((box.bottom for box in boxes), default=0) + ELBOW + LINE_HEIGHT
    sentence = ". ".join(f"{link.body.name} {link.relation} {link.other.name}" for link in links)
    return Diagram(WIDTH, height, boxes, arrows, sentence)


def _place(bodies: Sequence[Body]) -> tuple[Box, ...]:
    rows = [bodies[:1], *(bodies[start : start + PER_ROW] for start in range(1, len(bodies), PER_ROW))]
    boxes: list[Box] = []
    y = 0
    for number, row in enumerate(row for row in rows if row):
        width = WIDTH if len(row) == 1 else (WIDTH - COLUMN_GAP) // PER_ROW
        texts = [wrap(body.name, LETTERS[width]) for body in row]
        height = max(map(len, texts)) * LINE_HEIGHT + 2 * PADDING
        for column, (body, text) in enumerate(zip(row, texts, strict=True)):
            boxes.append(_box(body, number, column * (width + COLUMN_GAP), y, width, height, text))
        y += height + ROW_GAP
    return tuple(boxes)


def _box(body: Body, row: int, x: int, y: int, width: int, height: int, text: list[str]) -> Box:
    top = y + (height - len(text) * LINE_HEIGHT) // 2 + 15
    lines = (TextLine(x + width // 2, top + place * LINE_HEIGHT, line) for place, line in enumerate(text))
    return Box(body, row, x, y, width, height, tuple(lines))


def _connect(start: Box, end: Box, relation: str) -> Arrow:
    return _elbow(start, end, relation) if start.row == end.row else _straight(start, end, relation)


def _elbow(start: Box, end: Box, relation: str) -> Arrow:
    """Between neighbours the line runs below them, where there is room for its words."""
    path = f"M{start.centre} {start.bottom} v{ELBOW} H{end.centre} V{end.bottom}"
    return Arrow(path, (TextLine((start.centre + end.centre) // 2, start.bottom + ELBOW + 18, relation),))


def _straight(start: Box, end: Box, relation: str) -> Arrow:
    upper, lower = sorted((start, end), key=lambda box: box.row)
    x_upper = lower.centre if upper.width == WIDTH else upper.centre
    x_lower = upper.centre if lower.width == WIDTH else lower.centre
    ends = [f"{x_upper} {upper.bottom}", f"{x_lower} {lower.y}"]
    path = "M{} L{}".format(*(ends if start is upper else reversed(ends)))
    return Arrow(path, _beside((x_upper + x_lower) // 2, (upper.bottom + lower.y) // 2, relation))


def _beside(x: int, y: int, relation: str) -> tuple[TextLine, ...]:
    """Words stand on the side of the line where the picture is wider."""
    left_half = x < WIDTH // 2
    anchor = "start" if left_half else "end"
    lines = wrap(relation, 13)
    top = y + 5 - (len(lines) - 1) * LINE_HEIGHT // 2
    offset = 10 if left_half else -10
    return tuple(TextLine(x + offset, top + place * LINE_HEIGHT, line, anchor) for place, line in enumerate(lines))

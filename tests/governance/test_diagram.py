import pytest

from governance.selectors.diagram import WIDTH, draw_structure
from tests.factories.governance import BodyFactory, BodyLinkFactory

pytestmark = pytest.mark.django_db


def boxes_overlap(one, other):
    apart = one.x + one.width <= other.x or other.x + other.width <= one.x
    return not (apart or one.bottom <= other.y or other.bottom <= one.y)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 8])
def test_no_box_covers_another_or_leaves_the_picture(count):
    diagram = draw_structure(BodyFactory.create_batch(count), [])

    boxes = diagram.boxes
    assert len(boxes) == count
    assert not any(boxes_overlap(one, other) for one in boxes for other in boxes if one is not other)
    assert all(box.x >= 0 and box.x + box.width <= WIDTH and box.bottom <= diagram.height for box in boxes)


def test_a_long_name_is_broken_into_lines_inside_its_box():
    bodies = [
        BodyFactory(),
        BodyFactory(name="Patient and carer involvement, engagement and participation"),
        BodyFactory(),
    ]

    box = draw_structure(bodies, []).boxes[1]

    assert len(box.lines) > 2
    assert all(box.y < line.y < box.bottom for line in box.lines)


def test_an_arrow_leads_from_a_body_to_the_one_it_is_linked_to():
    top, left, right = BodyFactory.create_batch(3)
    down = BodyLinkFactory(body=top, other=left, relation="is advised by")
    up = BodyLinkFactory(body=right, other=top, relation="advises")

    diagram = draw_structure([top, left, right], [down, up])

    boxes = {box.body: box for box in diagram.boxes}
    assert diagram.arrows[0].path == f"M84 {boxes[top].bottom} L84 {boxes[left].y}"
    assert diagram.arrows[1].path == f"M276 {boxes[right].y} L276 {boxes[top].bottom}"


def test_neighbours_are_joined_below_their_boxes():
    top, left, right = BodyFactory.create_batch(3)

    diagram = draw_structure([top, left, right], [BodyLinkFactory(body=left, other=right, relation="works with")])

    bottom = diagram.boxes[1].bottom
    assert diagram.arrows[0].path == f"M84 {bottom} v26 H276 V{bottom}"
    assert diagram.arrows[0].labels[0].y < diagram.height


def test_the_picture_is_told_in_words():
    link = BodyLinkFactory(body__name="Executive", other__name="Board", relation="is advised by")

    diagram = draw_structure([link.body, link.other], [link])

    assert diagram.sentence == "Executive is advised by Board"


def test_without_bodies_there_is_nothing_to_draw():
    diagram = draw_structure([], [])

    assert (diagram.boxes, diagram.arrows) == ((), ())

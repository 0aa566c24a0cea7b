"""The picture of the way from needs to solutions: its numbers add up and its boxes do not touch."""

from itertools import combinations

import pytest

from needs.models import Need
from solutions.charts import MAIN_WIDTH, WIDTH, draw_path, stages_of, table_of
from solutions.models import Solution
from solutions.selectors.path import PathCounts, areas_with_both_counts, count_path
from tests.factories.needs import AreaFactory, NeedFactory
from tests.factories.solutions import EvidenceFactory, SolutionFactory

COUNTS = PathCounts(
    gathered=10_091,
    by_provenance=(("Named by MHIN", 40), ("From a policy document", 51), ("Sent in by a person", 10_000)),
    waiting=5_000,
    merged=4_000,
    rejected=991,
    published=100,
    met=88,
    solutions=22,
    drafts=1,
    archived=2,
    evidence=46,
    areas=7,
)


def apart(first, second):
    beside = first.x + first.width <= second.x or second.x + second.width <= first.x
    above = first.y + first.height <= second.y or second.y + second.height <= first.y
    return beside or above


def test_no_two_boxes_touch():
    boxes = draw_path(stages_of(COUNTS)).boxes

    assert all(apart(first, second) for first, second in combinations(boxes, 2))


def test_every_box_and_line_lies_inside_the_picture():
    diagram = draw_path(stages_of(COUNTS))

    assert all(
        box.x >= 0 and box.x + box.width <= WIDTH and box.y + box.height <= diagram.height for box in diagram.boxes
    )
    assert all(box.y < line.y < box.y + box.height for box in diagram.boxes for line in box.lines)


def test_every_text_fits_its_box_at_eight_pixels_a_letter():
    boxes = draw_path(stages_of(COUNTS)).boxes

    assert all(len(line.text) * 7.5 <= box.width for box in boxes for line in box.lines)
    assert max(box.width for box in boxes) == MAIN_WIDTH


def test_the_table_has_every_number_of_the_picture():
    stages = stages_of(COUNTS)
    drawn = {line.text for box in draw_path(stages).boxes for line in box.lines if line.large}

    assert drawn <= {number for _, number in table_of(stages)}


@pytest.mark.django_db
def test_what_was_gathered_is_waiting_merged_rejected_or_published():
    target = NeedFactory()
    for status in (Need.Status.SUBMITTED, Need.Status.IN_REVIEW, Need.Status.REJECTED):
        NeedFactory(status=status)
    NeedFactory(status=Need.Status.MERGED, merged_into=target)

    counts = count_path()

    assert (counts.gathered, counts.waiting, counts.merged, counts.rejected, counts.published) == (5, 2, 1, 1, 1)
    assert sum(count for _, count in counts.by_provenance) == 5


@pytest.mark.django_db
def test_a_need_counts_once_however_many_solutions_it_has():
    need = NeedFactory()
    NeedFactory()
    for solution in SolutionFactory.create_batch(3):
        solution.needs.add(need)
        EvidenceFactory.create_batch(2, solution=solution)

    counts = count_path()

    assert (counts.gathered, counts.published, counts.met, counts.unmet) == (2, 2, 1, 1)
    assert (counts.solutions, counts.evidence) == (3, 6)


@pytest.mark.django_db
def test_a_draft_meets_no_need_yet():
    SolutionFactory(status=Solution.Status.DRAFT).needs.add(NeedFactory())

    counts = count_path()

    assert (counts.met, counts.solutions, counts.drafts) == (0, 0, 1)


@pytest.mark.django_db
def test_an_area_counts_needs_and_solutions_apart():
    area = AreaFactory()
    NeedFactory.create_batch(3, area=area)
    SolutionFactory.create_batch(2, area=area)
    SolutionFactory(area=area, status=Solution.Status.ARCHIVED)

    counted = areas_with_both_counts().get(pk=area.pk)

    assert (counted.need_count, counted.solution_count) == (3, 2)

"""The points of a paper sheet are typed a second time as well, and settled as one."""

import pytest
from django.db import IntegrityError, transaction

from mhin.accounts.roles import Role
from ratings.models import PointsDifference, SecondKeying
from ratings.selectors import swings_of
from ratings.services.entry import save_entry
from ratings.services.rounds import close_round
from ratings.services.second_keying import draw_second_keyings
from tests.factories.ratings import PointsDifferenceFactory
from tests.ratings.entry import address, answers, marks

pytestmark = pytest.mark.django_db


@pytest.fixture
def keyed(stage, enter, administrator):
    """Types a paper sheet with these points, if any, finishes it, and has it drawn for a second keying."""

    def key(*points):
        sheet = enter()
        given = {objective.pk: n for objective, n in zip(stage.objectives, points, strict=False)}
        save_entry(sheet=sheet, answers={}, versions={}, points=given, finishes=True, by=administrator)
        draw_second_keyings(round_=stage.round, by=administrator)
        return sheet

    return key


@pytest.fixture
def again(client, stage, person_with):
    """Somebody else types the points again; the fixture gives the page that follows."""
    client.force_login(person_with(Role.ADMINISTRATOR))

    def type_again(sheet, first, second):
        fields = {"weights-O1": first, "weights-O2": second}
        return client.post(address(stage, "entry-again", sheet.code), fields, follow=True)

    return type_again


def points(sheet):
    return [points for _, points in sorted(swings_of(sheet.participant).items())]


def settle(client, stage, sheet, which):
    return client.post(address(stage, "entry-settle", sheet.code), {"points": which})


def test_the_second_page_asks_for_points_and_shows_none(client, stage, keyed, again):
    page = client.get(address(stage, "entry-again", keyed(100, 40).code))

    assert "What matters most" in page.text
    assert [field.value() for field in page.context["weights"]] == [None, None]


def test_the_same_points_agree(keyed, again):
    page = again(keyed(100, 40), "100", "40")

    row = SecondKeying.objects.get()
    assert "both keyings agree in every box" in page.text
    assert (row.cells, row.mismatches, PointsDifference.objects.count()) == (8, 0, 0)


def test_a_last_page_left_empty_twice_agrees(keyed, again):
    again(keyed(), "", "")

    assert SecondKeying.objects.get().mismatches == 0


@pytest.mark.parametrize(
    ("first", "second", "words", "mismatches"),
    [
        ((100, 40), ("100", "70"), ["Objective 1: 100; Objective 2: 40", "Objective 1: 100; Objective 2: 70"], 1),
        ((100, 40), ("", ""), ["Objective 1: 100; Objective 2: 40", "No points"], 2),
        ((), ("30", "100"), ["No points", "Objective 1: 30; Objective 2: 100"], 2),
    ],
)
def test_points_that_differ_stand_side_by_side(keyed, again, first, second, words, mismatches):
    page = again(keyed(*first), *second)

    (choice,) = page.context["choices"]
    assert [option["text"] for option in choice.options] == words
    assert SecondKeying.objects.get().mismatches == mismatches


@pytest.mark.parametrize(
    ("first", "second", "which", "settled"),
    [
        ((100, 40), ("100", "70"), "first", [100, 40]),
        ((100, 40), ("100", "70"), "second", [100, 70]),
        ((100, 40), ("", ""), "second", []),
        ((), ("30", "100"), "second", [30, 100]),
    ],
)
def test_what_the_paper_says_is_saved(client, stage, keyed, again, first, second, which, settled):
    sheet = keyed(*first)
    again(sheet, *second)

    settle(client, stage, sheet, which)

    row = SecondKeying.objects.get()
    assert (points(sheet), PointsDifference.objects.count()) == (settled, 0)
    assert row.settled_by == row.keyed_by


def test_points_left_open_are_asked_for_again(client, stage, keyed, again):
    sheet = keyed(100, 40)
    again(sheet, "100", "70")

    page = settle(client, stage, sheet, "")

    assert (page.status_code, points(sheet)) == (422, [100, 40])
    assert "Choose what the paper says." in page.text


def test_wrong_points_are_named_the_second_time_too(client, stage, keyed, again):
    page = again(keyed(100, 40), "90", "40")

    assert page.status_code == 422
    assert "Give 100 points to the objective that matters most" in page.text
    assert SecondKeying.objects.get().keyed_by is None


def test_marks_and_points_are_settled_as_a_whole_or_not_at_all(client, stage, keyed, again):
    """After closing nothing may change, so that the marks of the first keying stay beside its points."""
    sheet = keyed(100, 40)
    client.post(address(stage, "entry-again", sheet.code), marks(stage, [("7", "5")]) | {"weights-O1": "100"})
    fields = marks(stage, [("7", "5")]) | {"weights-O1": "100", "weights-O2": "70"}
    client.post(address(stage, "entry-again", sheet.code), fields)
    close_round(round_=stage.round, by=None)
    second = dict.fromkeys(marks(stage, [("7", "5")]), "second")

    page = client.post(address(stage, "entry-settle", sheet.code), second | {"points": "first"})

    assert (page.status_code, answers(sheet), points(sheet)) == (409, [], [100, 40])
    assert SecondKeying.objects.get().settled_on is None


def test_a_box_differs_once(db):
    row = PointsDifferenceFactory()

    with pytest.raises(IntegrityError, match="one_per_box"), transaction.atomic():
        PointsDifferenceFactory(second_keying=row.second_keying, objective=row.objective)

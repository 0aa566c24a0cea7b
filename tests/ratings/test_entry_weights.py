"""The points that somebody wrote on the last page of a booklet, typed by an administrator."""

import pytest
from django.db import IntegrityError

from mhin.audit.models import AuditEvent
from ratings.selectors import swings_of, weighting_of
from ratings.services.answers import Answer
from ratings.services.entry import save_entry
from ratings.services.rounds import close_round
from tests.ratings.entry import address, answers, marks

pytestmark = pytest.mark.django_db


def points(sheet):
    return [points for _, points in sorted(swings_of(sheet.participant).items())]


def typed(first, second, version=0):
    return {"weights-O1": first, "weights-O2": second, "weights_version": version}


def test_points_are_typed_and_shown_as_they_were_typed(typing, stage, enter):
    sheet = enter()

    response = typing.post(address(stage, "entry-sheet", sheet.code), typed("100", "40"))

    page = typing.get(response.url).text
    assert points(sheet) == [100, 40]
    assert 'name="weights-O2" value="40"' in page
    assert 'name="weights_version" value="1"' in page


def test_points_typed_count_in_the_weights_of_the_run(typing, stage, enter):
    for _ in range(8):
        sheet = enter()
        fields = marks(stage, [("9", "1")] * 3) | typed("100", "0")
        typing.post(address(stage, "entry-sheet", sheet.code), fields)

    assert stage.recompute().weights == {"O1": 1.0, "O2": 0.0}


def test_an_empty_last_page_is_left_out(typing, stage, enter):
    sheet = enter()

    response = typing.post(address(stage, "entry-sheet", sheet.code), marks(stage, [("7", "c")]) | typed("", ""))

    assert response.status_code == 302
    assert (len(answers(sheet)), weighting_of(sheet.participant)) == (2, None)


def test_points_typed_by_mistake_are_taken_out_by_emptying_the_boxes(typing, stage, enter):
    sheet = enter()
    typing.post(address(stage, "entry-sheet", sheet.code), typed("100", "40"))

    typing.post(address(stage, "entry-sheet", sheet.code), typed("", "", version=1))

    assert (points(sheet), weighting_of(sheet.participant).mode) == ([], "none")


def test_boxes_emptied_on_an_old_page_take_nothing_out(typing, stage, enter):
    sheet = enter()
    stage.weigh(sheet.participant, (100, 40))

    page = typing.post(address(stage, "entry-sheet", sheet.code), typed("", ""))

    assert (page.status_code, points(sheet)) == (409, [100, 40])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("100", ""), "Give “Objective 2” a number of points from 0 to 100."),
        (("100", "half"), "Write a whole number from 0 to 100 for “Objective 2”."),
        (("100", "101"), "Give “Objective 2” 100 points or fewer."),
        (("90", "40"), "Give 100 points to the objective that matters most to you."),
    ],
)
def test_wrong_points_are_named_and_nothing_is_saved(typing, stage, enter, given, message):
    sheet = enter()
    fields = marks(stage, [("7", "x")]) | typed(*given)

    page = typing.post(address(stage, "entry-sheet", sheet.code), fields)

    assert page.status_code == 422
    assert [error["text"] for error in page.context["errors"]][1:] == [message]
    assert (answers(sheet), points(sheet)) == ([], [])


def test_points_changed_in_another_window_are_shown_and_not_overwritten(typing, stage, enter):
    sheet = enter()
    stage.weigh(sheet.participant, (100, 40))

    page = typing.post(address(stage, "entry-sheet", sheet.code), marks(stage, [("7", "c")]) | typed("30", "100"))

    assert (page.status_code, points(sheet), len(answers(sheet))) == (409, [100, 40], 2)
    assert "Saved in the other window: Objective 1: 100; Objective 2: 40" in page.text
    assert 'name="weights-O1" value="30"' in page.text


def test_after_a_conflict_the_points_chosen_are_saved(typing, stage, enter):
    sheet = enter()
    stage.weigh(sheet.participant, (100, 40))
    page = typing.post(address(stage, "entry-sheet", sheet.code), typed("30", "100"))

    typing.post(address(stage, "entry-sheet", sheet.code), typed("30", "100", page.context["weights_version"]))

    assert points(sheet) == [30, 100]


def test_wrong_points_on_an_old_page_do_not_hide_that_it_is_old(typing, stage, enter):
    sheet = enter()
    stage.weigh(sheet.participant, (100, 40))
    page = typing.post(address(stage, "entry-sheet", sheet.code), typed("300", "100"))

    again = typing.post(address(stage, "entry-sheet", sheet.code), typed("30", "100", page.context["weights_version"]))

    assert (page.status_code, again.status_code, points(sheet)) == (422, 409, [100, 40])


def test_answers_in_conflict_can_be_saved_a_second_time(typing, stage, enter):
    """The rows that counted the first time are on the page with their new version."""
    sheet = enter()
    stage.rate(sheet.participant, 0, (8, 5))
    page = typing.post(address(stage, "entry-sheet", sheet.code), marks(stage, [("2", "5"), ("7", "7")]))
    versions = page.context["grid"].versions

    fields = marks(stage, [("2", "5"), ("6", "7")], versions=versions)
    response = typing.post(address(stage, "entry-sheet", sheet.code), fields)

    assert (page.status_code, response.status_code) == (409, 302)
    assert answers(sheet)[:4] == [("rated", 2), ("rated", 5), ("rated", 6), ("rated", 7)]


def test_points_typed_after_closing_come_back(typing, stage, enter):
    sheet = enter()
    close_round(round_=stage.round, by=None)

    page = typing.post(address(stage, "entry-sheet", sheet.code), typed("100", "40"))

    assert (page.status_code, points(sheet)) == (409, [])
    assert 'name="weights-O2" value="40"' in page.text


def test_a_sheet_is_saved_as_a_whole_or_not_at_all(enter, stage, administrator):
    sheet = enter()
    given = {stage.solutions[0]: {objective.pk: Answer("rated", 7) for objective in stage.objectives}}
    impossible = {objective.pk: 700 for objective in stage.objectives}

    with pytest.raises(IntegrityError):
        save_entry(sheet=sheet, answers=given, versions={}, points=impossible, by=administrator)

    assert (answers(sheet), AuditEvent.objects.filter(action="entry_saved").count()) == ([], 0)


def test_a_conflict_keeps_a_sheet_from_being_finished(enter, stage, administrator):
    sheet = enter()
    stage.weigh(sheet.participant, (100, 40))

    save_entry(sheet=sheet, answers={}, versions={}, points={}, finishes=True, by=administrator)

    sheet.participant.refresh_from_db()
    assert sheet.participant.submitted_at is None


def test_the_audit_says_that_weights_were_entered_and_not_which(enter, stage, administrator):
    sheet = enter()
    given = {objective.pk: n for objective, n in zip(stage.objectives, (100, 40), strict=True)}

    for _ in range(2):
        save_entry(sheet=sheet, answers={}, versions={}, points=given, by=administrator)

    events = AuditEvent.objects.filter(action="entry_saved")
    assert [event.after for event in events] == [{"solutions": [], "weights": True}]

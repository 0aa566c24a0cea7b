"""A sample of the paper sheets is typed again by somebody who has not seen the first typing."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from mhin.accounts.roles import Role
from mhin.audit.models import AuditEvent
from ratings.entries import keying_check
from ratings.models import KeyingDifference, SecondKeying
from ratings.services.answers import Answer
from ratings.services.entry import EntryError, begin_entry, finish_entry, save_entry
from ratings.services.rounds import close_round
from ratings.services.second_keying import draw_second_keyings, save_second_keying, settle_second_keying
from tests.factories.ratings import KeyingDifferenceFactory, SecondKeyingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(person_with):
    return person_with(Role.ADMINISTRATOR)


@pytest.fixture
def sheet(stage, administrator):
    """A finished paper sheet: the first solution rated 7 and 3, the second not at all."""
    sheet = enter(stage, administrator)
    save_entry(sheet=sheet, answers={stage.solutions[0]: given(stage, 7, 3)}, versions={}, by=administrator)
    finish_entry(sheet=sheet, by=administrator)
    return sheet


@pytest.fixture
def drawn(stage, sheet, administrator):
    draw_second_keyings(round_=stage.round, by=administrator)
    return SecondKeying.objects.get(sheet=sheet)


def enter(stage, by, mode="paper"):
    return begin_entry(round_=stage.round, mode=mode, group=stage.groups[0], helper="", by=by)


def given(stage, *values):
    return {objective.pk: Answer("rated", value) for objective, value in zip(stage.objectives, values, strict=True)}


def readings(stage, *values):
    return {
        (stage.solutions[0].pk, objective.pk): ("rated", value) if value else None
        for objective, value in zip(stage.objectives, values, strict=True)
    }


def address(stage, name, *args):
    return reverse(f"ratings:{name}", args=[stage.round.slug, *args])


def live(stage, sheet):
    rows = sheet.participant.ratings.filter(round_solution=stage.solutions[0]).order_by("objective")
    return list(rows.values_list("state", "value"))


def test_only_finished_paper_sheets_are_drawn(stage, administrator):
    enter(stage, administrator)
    finish_entry(sheet=enter(stage, administrator, mode="assisted"), by=administrator)

    assert draw_second_keyings(round_=stage.round, by=administrator) == 0


def test_drawing_again_draws_no_more_than_one_in_ten(stage, drawn, administrator):
    assert draw_second_keyings(round_=stage.round, by=administrator) == 0
    assert SecondKeying.objects.count() == 1


def test_the_draw_is_in_the_audit(drawn, sheet):
    assert AuditEvent.objects.get(action="second_keying_drawn").after == {"codes": [sheet.code]}


def test_agreement_is_settled_at_once(stage, drawn, other):
    differing = save_second_keying(second_keying=drawn, readings=readings(stage, 7, 3), points={}, by=other)

    drawn.refresh_from_db()
    assert (differing, drawn.cells, drawn.mismatches, drawn.settled_by) == (0, 8, 0, other)


def test_only_the_cells_that_differ_are_kept(stage, drawn, other):
    save_second_keying(second_keying=drawn, readings=readings(stage, 7, 5), points={}, by=other)

    assert list(KeyingDifference.objects.values_list("objective", "value")) == [(stage.objectives[1].pk, 5)]


def test_a_cell_left_out_the_second_time_differs(stage, drawn, other):
    assert save_second_keying(second_keying=drawn, readings=readings(stage, 7, None), points={}, by=other) == 1


def test_who_keyed_first_cannot_key_again(stage, drawn, administrator):
    with pytest.raises(EntryError, match="Somebody else"):
        save_second_keying(second_keying=drawn, readings={}, points={}, by=administrator)


def test_the_database_refuses_one_person_for_both_keyings(db):
    row = SecondKeyingFactory()

    with pytest.raises(IntegrityError, match="by_somebody_else"), transaction.atomic():
        SecondKeying.objects.filter(pk=row.pk).update(
            keyed_by=row.first_by, keyed_on="2026-02-02", cells=1, mismatches=0
        )


def test_a_difference_stands_once_a_cell(db):
    row = KeyingDifferenceFactory()

    with pytest.raises(IntegrityError, match="one_per_cell"), transaction.atomic():
        KeyingDifferenceFactory(
            second_keying=row.second_keying, round_solution=row.round_solution, objective=row.objective
        )


def test_a_sheet_is_keyed_again_once(stage, drawn, other, person_with):
    save_second_keying(second_keying=drawn, readings=readings(stage, 7, 3), points={}, by=other)

    with pytest.raises(EntryError, match="already"):
        save_second_keying(second_keying=drawn, readings={}, points={}, by=person_with(Role.ADMINISTRATOR))


def test_settling_takes_what_the_paper_says_and_forgets_the_rest(stage, drawn, sheet, other):
    save_second_keying(second_keying=drawn, readings=readings(stage, 8, 5), points={}, by=other)
    first, second = ((stage.solutions[0].pk, objective.pk) for objective in stage.objectives)

    settle_second_keying(second_keying=drawn, takes_second=frozenset([second]), takes_second_points=False, by=other)

    drawn.refresh_from_db()
    assert live(stage, sheet) == [("rated", 7), ("rated", 5)]
    assert not KeyingDifference.objects.exists()
    assert (drawn.settled_by, drawn.mismatches) == (other, 2)
    assert first != second


def test_settling_can_take_a_mark_out(stage, drawn, sheet, other):
    save_second_keying(second_keying=drawn, readings=readings(stage, 7, None), points={}, by=other)

    settle_second_keying(
        second_keying=drawn,
        takes_second=frozenset([(stage.solutions[0].pk, stage.objectives[1].pk)]),
        takes_second_points=False,
        by=other,
    )

    assert live(stage, sheet) == [("rated", 7), ("prefer_not", None)]


def test_the_rate_is_over_every_box_keyed_twice(stage, drawn, other):
    save_second_keying(second_keying=drawn, readings=readings(stage, 7, 5), points={}, by=other)

    check = keying_check(stage.round)

    assert (check.paper_sheets, check.drawn, check.keyed, check.unsettled) == (1, 1, 1, 1)
    assert check.mismatch_percent == pytest.approx(100 / 8)


def test_the_audit_has_counts_and_no_values(stage, drawn, other):
    save_second_keying(second_keying=drawn, readings=readings(stage, 7, 5), points={}, by=other)
    settle_second_keying(second_keying=drawn, takes_second=frozenset(), takes_second_points=False, by=other)

    events = AuditEvent.objects.filter(action__startswith="second_keying_s").order_by("pk")
    assert [event.after for event in events] == [{"cells": 8, "mismatches": 1}, {"second_taken": 0}]


# Pages


def fields(stage, *marks):
    return {f"c{stage.solutions[0].pk}_{o.pk}": mark for o, mark in zip(stage.objectives, marks, strict=True)}


def test_the_second_page_shows_nothing_of_the_first_keying(client, stage, drawn, sheet, other):
    client.force_login(other)

    page = client.get(address(stage, "entry-again", sheet.code))

    assert {cell.mark for row in page.context["grid"].rows for cell in row.cells} == {""}
    assert "versions" not in page.text


def test_the_first_person_cannot_open_the_second_page(client, stage, drawn, sheet, administrator):
    client.force_login(administrator)

    assert client.get(address(stage, "entry-again", sheet.code)).status_code == 403


def test_a_wrong_mark_is_named_the_second_time_too(client, stage, drawn, sheet, other):
    client.force_login(other)

    response = client.post(address(stage, "entry-again", sheet.code), fields(stage, "7", "0"))

    assert response.status_code == 422
    assert not KeyingDifference.objects.exists()


def test_keying_again_and_settling_page_by_page(client, stage, drawn, sheet, other):
    client.force_login(other)
    name = f"c{stage.solutions[0].pk}_{stage.objectives[1].pk}"

    keyed = client.post(address(stage, "entry-again", sheet.code), fields(stage, "7", "5"))
    page = client.get(keyed.url)
    undecided = client.post(keyed.url, {})
    settled = client.post(keyed.url, {name: "second"})

    assert keyed.url == address(stage, "entry-settle", sheet.code)
    assert [option["text"] for option in page.context["choices"][0].options] == ["3", "5"]
    assert "Choose what the paper says." in undecided.text
    assert (undecided.status_code, settled.url) == (422, address(stage, "entry-list"))
    assert live(stage, sheet) == [("rated", 7), ("rated", 5)]


def test_settling_after_closing_can_only_keep_the_first_keying(client, stage, drawn, sheet, other):
    client.force_login(other)
    client.post(address(stage, "entry-again", sheet.code), fields(stage, "7", "5"))
    close_round(round_=stage.round, by=None)
    name = f"c{stage.solutions[0].pk}_{stage.objectives[1].pk}"

    second = client.post(address(stage, "entry-settle", sheet.code), {name: "second"})
    first = client.post(address(stage, "entry-settle", sheet.code), {name: "first"})

    assert (second.status_code, first.status_code) == (409, 302)
    assert live(stage, sheet) == [("rated", 7), ("rated", 3)]


def test_a_sheet_that_was_not_drawn_has_no_second_page(client, stage, sheet, other):
    client.force_login(other)

    assert client.get(address(stage, "entry-again", sheet.code)).status_code == 404

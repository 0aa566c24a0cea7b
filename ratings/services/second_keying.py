"""Keying a sample of the paper sheets again, by somebody who does not see the first keying."""

from collections.abc import Mapping
from itertools import groupby

from django.db import transaction
from django.db.models.functions import Now

from mhin.accounts.models import User
from mhin.audit.services import record_event
from ratings.entries import ratings_by_cell
from ratings.keying import NO_ANSWER, drawn_codes, same_answer
from ratings.locks import wait_for_saves
from ratings.models import EntrySheet, KeyingDifference, Participant, Round, SecondKeying
from ratings.selectors import answers_to, latest_version, objectives_of, round_solutions_of
from ratings.services.answers import Answer, save_answers
from ratings.services.entry import EntryError

Cell = tuple[int, int]  # round solution id, objective id
Reading = tuple[str, int | None] | None


@transaction.atomic
def draw_second_keyings(*, round_: Round, by: User) -> int:
    """Draw from the finished paper sheets until one in ten is drawn. Returns how many are new."""
    wait_for_saves(round_.pk)
    sheets = EntrySheet.objects.filter(
        round=round_, participant__mode=Participant.Mode.PAPER, participant__submitted_at__isnull=False
    )
    by_code = {sheet.code: sheet for sheet in sheets}
    already = SecondKeying.objects.filter(sheet__round=round_).values_list("sheet__code", flat=True)
    codes = drawn_codes(by_code, already, round_.seed)
    SecondKeying.objects.bulk_create(
        SecondKeying(sheet=by_code[code], first_by_id=by_code[code].entered_by_id) for code in codes
    )
    if codes:
        record_event("second_keying_drawn", target=round_, by=by, after={"codes": codes})
    return len(codes)


@transaction.atomic
def save_second_keying(*, second_keying: SecondKeying, readings: Mapping[Cell, Reading], by: User) -> int:
    """Compare what was keyed again with the first keying, cell by cell. Returns how many cells differ.

    Only the cells that differ are kept, until somebody settles them. Raises EntryError.
    """
    locked = (
        SecondKeying.objects.select_for_update(of=("self",))
        .select_related("sheet__round", "sheet__participant")
        .get(pk=second_keying.pk)
    )
    if locked.keyed_by_id is not None:
        raise EntryError("This sheet has been keyed a second time already.")
    if by.pk in (locked.first_by_id, locked.sheet.entered_by_id):
        raise EntryError("Somebody else must key this sheet a second time: you keyed it first.")
    first = {cell: (row.state, row.value) for cell, row in ratings_by_cell(locked.sheet.participant).items()}
    cells = _cells_of(locked.sheet.round)
    differing = [cell for cell in cells if not same_answer(first.get(cell), readings.get(cell))]
    KeyingDifference.objects.bulk_create(_difference(locked, cell, readings.get(cell)) for cell in differing)
    locked.keyed_by, locked.keyed_on = by, Now()
    locked.cells, locked.mismatches = len(cells), len(differing)
    if not differing:
        locked.settled_by, locked.settled_on = by, Now()
    locked.save()
    record_event(
        "second_keying_saved", target=locked.sheet, by=by, after={"cells": len(cells), "mismatches": len(differing)}
    )
    return len(differing)


def settle_second_keying(*, second_keying: SecondKeying, takes_second: frozenset[Cell], by: User) -> None:
    """Keep the first keying of each differing cell, except where the second is named. Raises RoundNotOpenError."""
    differences = list(second_keying.differences.select_related("round_solution"))
    participant = second_keying.sheet.participant
    solutions = {row.round_solution_id: row.round_solution for row in differences}
    for pk, rows in groupby(differences, key=lambda row: row.round_solution_id):
        answers = {
            row.objective_id: Answer(row.state, row.value) for row in rows if (pk, row.objective_id) in takes_second
        }
        if answers:
            current = answers_to(participant=participant, round_solution=solutions[pk])
            save_answers(
                participant=participant, round_solution=solutions[pk], answers=answers, version=latest_version(current)
            )
    _mark_settled(second_keying, taken=len(takes_second), by=by)


@transaction.atomic
def _mark_settled(second_keying: SecondKeying, *, taken: int, by: User) -> None:
    second_keying.differences.all().delete()
    SecondKeying.objects.filter(pk=second_keying.pk, settled_on__isnull=True).update(settled_by=by, settled_on=Now())
    record_event("second_keying_settled", target=second_keying.sheet, by=by, after={"second_taken": taken})


def _cells_of(round_: Round) -> list[Cell]:
    return [(item.pk, objective.pk) for item in round_solutions_of(round_) for objective in objectives_of(round_)]


def _difference(second_keying: SecondKeying, cell: Cell, reading: Reading) -> KeyingDifference:
    """Nothing marked is kept as 'prefer not to say': a saved answer cannot be taken away, and neither counts."""
    state, value = reading or NO_ANSWER
    return KeyingDifference(
        second_keying=second_keying, round_solution_id=cell[0], objective_id=cell[1], state=state, value=value
    )

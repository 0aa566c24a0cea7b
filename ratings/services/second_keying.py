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
from ratings.models import EntrySheet, KeyingDifference, Participant, PointsDifference, Round, SecondKeying
from ratings.selectors import objectives_of, round_solutions_of, swings_of, weighting_of
from ratings.services.answers import Answer, lock_open_round, save_table
from ratings.services.consent import lock_consenting
from ratings.services.entry import EntryError
from ratings.services.weights import save_swings, take_back_swings

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
def save_second_keying(
    *, second_keying: SecondKeying, readings: Mapping[Cell, Reading], points: Mapping[int, int], by: User
) -> int:
    """Compare what was keyed again with the first keying, box by box. Returns how many boxes differ.

    Points are by objective id, empty when there are none. Only what differs is kept, until somebody settles it. Raises
    EntryError.
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
    objectives = [objective.pk for objective in objectives_of(locked.sheet.round)]
    cells = [(item.pk, pk) for item in round_solutions_of(locked.sheet.round) for pk in objectives]
    differing = _keep_differing_cells(locked, cells, readings) + _keep_differing_points(locked, objectives, points)
    locked.keyed_by, locked.keyed_on = by, Now()
    locked.cells, locked.mismatches = len(cells) + len(objectives), differing
    if not differing:
        locked.settled_by, locked.settled_on = by, Now()
    locked.save()
    record_event(
        "second_keying_saved",
        target=locked.sheet,
        by=by,
        after={"cells": locked.cells, "mismatches": locked.mismatches},
    )
    return differing


@transaction.atomic(durable=True)
def settle_second_keying(
    *, second_keying: SecondKeying, takes_second: frozenset[Cell], takes_second_points: bool, by: User
) -> None:
    """Keep the first keying, except for the cells that are named, and for the points if that is said.

    As a whole or not at all. Raises RoundNotOpenError when anything of the first keying would change.
    """
    if takes_second or takes_second_points:
        participant = second_keying.sheet.participant
        lock_open_round(participant.round_id)
        lock_consenting(participant)  # so the versions that are read next are still true when it saves
        _take_cells(second_keying, takes_second)
        if takes_second_points:
            _take_points(second_keying)
    taken = len(takes_second) + takes_second_points
    second_keying.differences.all().delete()
    second_keying.points_differences.all().delete()
    SecondKeying.objects.filter(pk=second_keying.pk, settled_on__isnull=True).update(settled_by=by, settled_on=Now())
    record_event("second_keying_settled", target=second_keying.sheet, by=by, after={"second_taken": taken})


def _keep_differing_cells(second_keying: SecondKeying, cells: list[Cell], readings: Mapping[Cell, Reading]) -> int:
    first = {cell: (row.state, row.value) for cell, row in ratings_by_cell(second_keying.sheet.participant).items()}
    differing = [cell for cell in cells if not same_answer(first.get(cell), readings.get(cell))]
    KeyingDifference.objects.bulk_create(_difference(second_keying, cell, readings.get(cell)) for cell in differing)
    return len(differing)


def _difference(second_keying: SecondKeying, cell: Cell, reading: Reading) -> KeyingDifference:
    """Nothing marked is kept as 'prefer not to say': a saved answer cannot be taken away, and neither counts."""
    state, value = reading or NO_ANSWER
    return KeyingDifference(
        second_keying=second_keying, round_solution_id=cell[0], objective_id=cell[1], state=state, value=value
    )


def _keep_differing_points(second_keying: SecondKeying, objectives: list[int], points: Mapping[int, int]) -> int:
    """Points say something only side by side, so all of them are kept when one differs."""
    first = swings_of(second_keying.sheet.participant)
    differing = sum(first.get(pk) != points.get(pk) for pk in objectives)
    if differing:
        PointsDifference.objects.bulk_create(
            PointsDifference(second_keying=second_keying, objective_id=pk, points=points.get(pk)) for pk in objectives
        )
    return differing


def _take_cells(second_keying: SecondKeying, cells: frozenset[Cell]) -> None:
    participant = second_keying.sheet.participant
    rows = second_keying.differences.select_related("round_solution")
    taken = [row for row in rows if (row.round_solution_id, row.objective_id) in cells]
    answers = {
        solution: {row.objective_id: Answer(row.state, row.value) for row in group}
        for solution, group in groupby(taken, key=lambda row: row.round_solution)
    }
    versions: dict[int, int] = {}
    for (pk, _), rating in ratings_by_cell(participant).items():
        versions[pk] = max(versions.get(pk, 0), rating.version)
    save_table(participant=participant, answers=answers, versions=versions)


def _take_points(second_keying: SecondKeying) -> None:
    participant = second_keying.sheet.participant
    weighting = weighting_of(participant)
    version = weighting.version if weighting else 0
    rows = second_keying.points_differences.filter(points__isnull=False).values_list("objective_id", "points")
    if points := {pk: number for pk, number in rows if number is not None}:
        save_swings(participant=participant, points=points, version=version)
    else:
        take_back_swings(participant=participant, version=version)

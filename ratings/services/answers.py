"""Saving a person's answers: one short transaction that either counts as a whole or not at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models.functions import Now

from ratings.locks import SAVES
from ratings.models import Objective, Participant, Rating, RatingEvent, Round, RoundSolution
from ratings.selectors import answers_to, latest_version
from ratings.services.consent import lock_consenting
from ratings.services.recompute import request_recompute
from ratings.sheets import Layout

# The database builds a sheet from the person's rows, so a save costs the same however many answers they gave.
# `pack_ratings` below does the same in Python: verify_scores holds one against the other.
REPACK_RATINGS = """
UPDATE ratings_participant person SET sheet = (
    SELECT string_agg(
        set_byte('\\x00', 0, coalesce(rating.value, 255)::int), '' ORDER BY item.position, objective.position)
    FROM ratings_roundsolution item CROSS JOIN ratings_objective objective
    LEFT JOIN ratings_rating rating ON rating.participant_id = person.id
        AND rating.round_solution_id = item.id AND rating.objective_id = objective.id
    WHERE item.round_id = person.round_id AND objective.round_id = person.round_id)
WHERE person.id = %s
"""


@dataclass(frozen=True)
class Answer:
    """One of the four states; a value from 1 to 9 exactly when rated."""

    state: str
    value: int | None = None


@dataclass(frozen=True)
class SavedAnswers:
    version: int
    changed: int


class RoundNotOpenError(Exception):
    """Nothing was saved because the round takes no answers now."""

    def __init__(self, closed_at: datetime | None) -> None:
        super().__init__("The round is not open.")
        self.closed_at = closed_at


class VersionConflictError(Exception):
    """Nothing was saved because the answers were changed elsewhere since the page was opened."""

    def __init__(self, current: dict[int, Rating]) -> None:
        super().__init__("The answers were changed elsewhere.")
        self.current = current
        self.version = latest_version(current)


@dataclass(frozen=True)
class SavedTable:
    """The solutions whose answers changed, and those that were changed elsewhere meanwhile, which were left alone."""

    changed: tuple[RoundSolution, ...]
    conflicts: Mapping[RoundSolution, VersionConflictError]


def lock_open_round(round_id: int) -> None:
    """Hold the round open until the transaction ends; closing it waits for that. The database's clock decides.

    The advisory lock comes first: closing waits in that queue (ratings/locks.py).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status = %s AND kind = %s AND (closes_at IS NULL OR clock_timestamp() < closes_at), closes_at"
            " FROM (SELECT pg_advisory_xact_lock_shared(%s, %s)) queue CROSS JOIN ratings_round"
            " WHERE id = %s FOR SHARE OF ratings_round",
            [Round.Status.OPEN, Round.Kind.SURVEY, SAVES, round_id, round_id],
        )
        is_open, closes_at = cursor.fetchone()
    if not is_open:
        raise RoundNotOpenError(closes_at)


@transaction.atomic(durable=True)
def save_answers(
    *, participant: Participant, round_solution: RoundSolution, answers: Mapping[int, Answer], version: int
) -> SavedAnswers:
    """Save answers to one solution, by objective id. The participant is who acts.

    `version` is the one the person's page was made from. Saving the same answers again changes nothing and succeeds,
    so a retry after a lost reply is harmless. Raises RoundNotOpenError, VersionConflictError and ConsentNeededError.
    """
    lock_open_round(participant.round_id)
    lock_consenting(participant)
    saved = _save_row(participant, round_solution, answers, version)
    if saved.changed:
        _pass_on(participant)
    return saved


@transaction.atomic
def save_table(
    *,
    participant: Participant,
    answers: Mapping[RoundSolution, Mapping[int, Answer]],
    versions: Mapping[int, int],
) -> SavedTable:
    """Save answers to many solutions at once. `versions` are those the page was made from, by solution id.

    A solution whose answers were changed elsewhere is left alone; the others count. By itself or as part of a larger
    transaction. Raises RoundNotOpenError and ConsentNeededError.
    """
    lock_open_round(participant.round_id)
    lock_consenting(participant)
    changed: list[RoundSolution] = []
    conflicts: dict[RoundSolution, VersionConflictError] = {}
    for round_solution, given in answers.items():
        try:
            saved = _save_row(participant, round_solution, given, versions.get(round_solution.pk, 0))
        except VersionConflictError as conflict:
            conflicts[round_solution] = conflict
        else:
            changed += [round_solution] if saved.changed else []
    if changed:
        _pass_on(participant)
    return SavedTable(tuple(changed), conflicts)


def _save_row(
    participant: Participant, round_solution: RoundSolution, answers: Mapping[int, Answer], version: int
) -> SavedAnswers:
    current = answers_to(participant=participant, round_solution=round_solution)
    changed = {pk: answer for pk, answer in answers.items() if _differs(current.get(pk), answer)}
    if not changed:
        return SavedAnswers(_version_seen(current, answers, version), 0)
    if version != latest_version(current):
        raise VersionConflictError(current)
    new_version = version + 1
    _write_ratings(participant, round_solution, changed, new_version)
    return SavedAnswers(new_version, len(changed))


def _pass_on(participant: Participant) -> None:
    """What was saved goes into the person's sheet, and from there into the next run."""
    repack(REPACK_RATINGS, participant)
    request_recompute(round_id=participant.round_id)


def _version_seen(current: dict[int, Rating], answers: Mapping[int, Answer], version: int) -> int:
    """The newest version, but only for a page that has every newer answer on it: it may overwrite them from now on."""
    newer = {pk for pk, rating in current.items() if rating.version > version}
    return latest_version(current) if newer <= answers.keys() else version


def _differs(current: Rating | None, answer: Answer) -> bool:
    return current is None or (current.state, current.value) != (answer.state, answer.value)


def _write_ratings(
    participant: Participant, round_solution: RoundSolution, answers: Mapping[int, Answer], version: int
) -> None:
    """One statement for the live rows, in a fixed order so that no two saves wait for each other, one for history."""
    ordered = [(pk, answers[pk]) for pk in sorted(answers)]
    Rating.objects.bulk_create(
        [
            Rating(
                participant=participant,
                round_solution=round_solution,
                objective_id=pk,
                state=answer.state,
                value=answer.value,
                version=version,
                updated_at=Now(),
            )
            for pk, answer in ordered
        ],
        update_conflicts=True,
        unique_fields=["participant", "round_solution", "objective"],
        update_fields=["state", "value", "version", "updated_at"],
    )
    RatingEvent.objects.bulk_create(
        RatingEvent(
            participant=participant,
            round_solution=round_solution,
            objective_id=pk,
            state=answer.state,
            value=answer.value,
            version=version,
        )
        for pk, answer in ordered
    )


def repack(statement: str, participant: Participant) -> None:
    """Part of the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [participant.pk])


def pack_ratings(participant: Participant, layout: Layout) -> bytes:
    """What the person's sheet must be, from their rows."""
    rows = Rating.objects.filter(participant=participant)
    return layout.pack_ratings(rows.values_list("round_solution_id", "objective_id", "value"))


def answers_by_objective(objectives: Iterable[Objective], given: Mapping[str, Answer]) -> dict[int, Answer]:
    """From objective codes, which pages and the API use, to ids."""
    return {objective.pk: given[objective.code] for objective in objectives if objective.code in given}

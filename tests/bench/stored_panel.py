"""A round in a real database: people with sheets, and one row for each of their answers."""

import uuid

import numpy as np
from django.db import connection

from ratings.mcda.problem import Panel
from ratings.models import Participant, Round
from ratings.services.rounds import open_round
from tests.factories.ratings import ObjectiveFactory, RoundFactory, RoundSolutionFactory, StakeholderGroupFactory

BATCH = 5_000
ROWS_FROM_SHEETS = """
    INSERT INTO ratings_rating (participant_id, round_solution_id, objective_id, state, value, version)
    SELECT person.id, solution.id, objective.id, 'rated',
           get_byte(person.sheet, (solution.position - 1) * %(objectives)s + objective.position - 1), 1
    FROM ratings_participant AS person, ratings_roundsolution AS solution, ratings_objective AS objective
    WHERE get_byte(person.sheet, (solution.position - 1) * %(objectives)s + objective.position - 1) <> 255
"""
CONSTRAINTS = """
    SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = 'ratings_rating'::regclass AND contype IN ('u', 'f')
"""
INDEXES = """
    SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'ratings_rating'
    AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE conrelid = 'ratings_rating'::regclass)
"""


def store(panel: Panel, weights: tuple[float, ...]) -> Round:
    """Open a round and write the panel's sheets and rows into it."""
    options, objectives = panel.shape
    round_ = RoundFactory(voice=Round.Voice.PERSON, weights=Round.Weights.DECLARED, aggregation=Round.Aggregation.MEAN)
    for position, weight in enumerate(weights, start=1):
        ObjectiveFactory(round=round_, code=f"O{position}", position=position, declared_weight=weight)
    for position in range(1, options + 1):
        RoundSolutionFactory(round=round_, position=position)
    rng = np.random.default_rng(1)
    groups = [StakeholderGroupFactory() for _ in panel.group_names]
    open_round(round_=round_, by=None)
    Participant.objects.bulk_create(
        (
            Participant(
                pk=uuid.UUID(bytes=rng.bytes(16), version=4),
                round=round_,
                group=groups[group],
                consent_version="1",
                sheet=sheet.tobytes(),
                swing_sheet=swings.tobytes(),
            )
            for group, sheet, swings in zip(panel.groups, panel.sheets, panel.swings, strict=True)
        ),
        batch_size=BATCH,
    )
    _write_rows(objectives)
    return round_


def _write_rows(objectives: int) -> None:
    """Indexes and constraints are left out while loading and made again afterwards, as for any bulk load."""
    with connection.cursor() as cursor:
        cursor.execute(CONSTRAINTS)
        constraints = cursor.fetchall()
        for name, _ in constraints:
            cursor.execute(f'ALTER TABLE ratings_rating DROP CONSTRAINT "{name}"')
        cursor.execute(INDEXES)
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        cursor.execute("ALTER TABLE ratings_rating DISABLE TRIGGER USER")
        cursor.execute(ROWS_FROM_SHEETS, {"objectives": objectives})
        cursor.execute("ALTER TABLE ratings_rating ENABLE TRIGGER USER")
        for _, definition in indexes:
            cursor.execute(definition)
        for name, definition in constraints:
            cursor.execute(f'ALTER TABLE ratings_rating ADD CONSTRAINT "{name}" {definition}')
        cursor.execute("VACUUM ANALYZE ratings_rating")
        cursor.execute("VACUUM ANALYZE ratings_participant")

"""A round's rows as arrays, as they stood at one moment."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray
from psycopg import Cursor

from ratings.mcda.problem import MISSING, Panel
from ratings.models import Objective, PanelValue, Round, RoundGroup, RoundSolution, StakeholderGroup

Bytes = NDArray[np.uint8]
ALL_SHEETS = """
    SELECT string_agg(int8send(group_id), ''::bytea ORDER BY id), string_agg(sheet, ''::bytea ORDER BY id),
           string_agg(CASE WHEN swing_sheet = ''::bytea THEN %(blank)s ELSE swing_sheet END, ''::bytea ORDER BY id)
    FROM ratings_participant WHERE round_id = %(round)s AND sheet <> ''::bytea
"""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What a run computes from. A survey has a panel of raters, a conference the values its panel agreed."""

    round: Round
    round_solutions: tuple[RoundSolution, ...]
    objectives: tuple[Objective, ...]
    groups: tuple[StakeholderGroup, ...]
    panel: Panel
    agreed: NDArray[np.float64]  # (m, n), NaN where the panel agreed no value; all NaN in a survey
    declared_voices: tuple[float, ...]
    populations: tuple[int, ...]  # people each group has in all, 0 where unknown

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(item.code for item in self.round_solutions)

    @property
    def is_final(self) -> bool:
        """No answer comes after this run, so it takes the slower and surer way where there are two."""
        return self.round.status != Round.Status.OPEN

    @cached_property
    def declared_weights(self) -> NDArray[np.float64] | None:
        """The weights set with the round, when every objective has one."""
        weights = [objective.declared_weight for objective in self.objectives]
        return None if None in weights else np.array(weights, dtype=np.float64)

    @cached_property
    def policy(self) -> dict[str, Any]:
        return {
            "voice": self.round.voice,
            "weights": self.round.weights,
            "aggregation": self.round.aggregation,
            "shortlist_size": self.round.shortlist_size,
        }

    @cached_property
    def input_hash(self) -> str:
        """The same inputs and policies have the same hash; one changed answer changes it."""
        head = {
            "policy": self.policy,
            "seed": self.round.seed,
            "options": self.codes,
            "objectives": [(o.code, o.declared_weight) for o in self.objectives],
            "groups": [group.code for group in self.groups],
            "voices": self.declared_voices,
            "populations": self.populations,
            "final": self.is_final,
        }
        digest = hashlib.sha256(json.dumps(head, sort_keys=True).encode())
        for array in (self.panel.groups, self.panel.sheets, self.panel.swings, self.agreed):
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()


def take_snapshot(round_id: int) -> Snapshot:
    """Read a round. The answers come from one statement, so they all stand as at one moment; the rest is frozen."""
    round_ = Round.objects.get(pk=round_id)
    round_solutions = tuple(round_.round_solutions.order_by("position"))
    objectives = tuple(round_.objectives.order_by("position"))
    groups = tuple(StakeholderGroup.objects.order_by("position"))
    named = {row.group_id: row for row in RoundGroup.objects.filter(round=round_)}
    return Snapshot(
        round=round_,
        round_solutions=round_solutions,
        objectives=objectives,
        groups=groups,
        panel=_panel(round_, round_solutions, objectives, groups),
        agreed=_agreed_values(round_, round_solutions, objectives),
        declared_voices=tuple(_declared_voice(named.get(group.pk)) for group in groups),
        populations=tuple(_population(named.get(group.pk)) for group in groups) or (0,),
    )


def _panel(
    round_: Round,
    round_solutions: tuple[RoundSolution, ...],
    objectives: tuple[Objective, ...],
    groups: tuple[StakeholderGroup, ...],
) -> Panel:
    """Everybody who rated. Sheets stay bytes: a million answers are read in milliseconds."""
    blank = bytes([MISSING]) * len(objectives)
    group_ids, sheets, swings = _read_sheets(round_.pk, blank)
    known = np.array([group.pk for group in groups], dtype=np.int64)
    return Panel(
        groups=(group_ids[:, None] == known).nonzero()[1].astype(np.int16),
        group_names=tuple(group.name for group in groups) or ("Everybody",),
        sheets=_table(sheets, len(group_ids), len(round_solutions) * len(objectives)),
        swings=_table(swings, len(group_ids), len(objectives)),
        options=tuple(item.code for item in round_solutions),
        objectives=tuple(objective.code for objective in objectives),
    )


def _read_sheets(round_id: int, blank: bytes) -> tuple[NDArray[np.int64], bytes, bytes]:
    """Groups, sheets and swing sheets of all people, each in one piece, so that nothing is done for each person.

    Results in binary halve the time, and Django's own cursor has none.
    """
    connection.ensure_connection()
    cursor = Cursor(connection.connection).execute(ALL_SHEETS, {"round": round_id, "blank": blank}, binary=True)
    group_ids, sheets, swings = (packed or b"" for packed in cursor.fetchone() or ())
    return np.frombuffer(group_ids, dtype=">i8").astype(np.int64), sheets, swings


def _table(packed: bytes, people: int, width: int) -> Bytes:
    return np.frombuffer(packed, dtype=np.uint8).reshape(people, width)


def _agreed_values(
    round_: Round, round_solutions: tuple[RoundSolution, ...], objectives: tuple[Objective, ...]
) -> NDArray[np.float64]:
    agreed = np.full((len(round_solutions), len(objectives)), np.nan)
    if round_.kind == Round.Kind.SURVEY:
        return agreed
    rows = {item.pk: position for position, item in enumerate(round_solutions)}
    columns = {objective.pk: position for position, objective in enumerate(objectives)}
    values = PanelValue.objects.filter(round_solution__round=round_)
    for row, column, value in values.values_list("round_solution_id", "objective_id", "value"):
        agreed[rows[row], columns[column]] = value
    return agreed


def _declared_voice(named: RoundGroup | None) -> float:
    """A group that the round does not name has no voice when voices are declared."""
    return (named.declared_voice if named else None) or 0.0


def _population(named: RoundGroup | None) -> int:
    return (named.population if named else None) or 0


def answered_people(panel: Panel) -> int:
    """People with at least one rating."""
    return int((panel.sheets != MISSING).any(axis=1).sum())


def answers_given(panel: Panel) -> int:
    return int((panel.sheets != MISSING).sum())

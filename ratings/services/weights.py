"""Saving a person's weights: swing points, the choices that test them, and what they say when the two do not fit.

One version stands for all of it, because each part speaks of the others.
"""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models.functions import Now

from ratings.models import Participant, Swing, TradeOffAnswer, Weighting
from ratings.scoring import Question
from ratings.selectors import swings_of, trade_offs_of, weighting_of
from ratings.services.answers import lock_open_round, repack
from ratings.services.consent import lock_consenting
from ratings.services.recompute import request_recompute
from ratings.sheets import Layout

# `pack_swings` below does the same in Python: verify_scores holds one against the other.
REPACK_SWINGS = """
UPDATE ratings_participant person SET swing_sheet = (
    SELECT string_agg(set_byte('\\x00', 0, coalesce(swing.points, 255)::int), '' ORDER BY objective.position)
    FROM ratings_objective objective
    LEFT JOIN ratings_swing swing ON swing.participant_id = person.id AND swing.objective_id = objective.id
    WHERE objective.round_id = person.round_id)
WHERE person.id = %s
"""


class WeightsConflictError(Exception):
    """Nothing was saved because the weights were changed elsewhere since the page was opened."""

    def __init__(self) -> None:
        super().__init__("The weights were changed elsewhere.")


class WeightsNotAskedError(Exception):
    """Nothing was saved because the weights of the round were set beforehand."""

    def __init__(self) -> None:
        super().__init__("The weights of this round were set beforehand.")


@transaction.atomic
def save_swings(
    *, participant: Participant, points: Mapping[int, int], version: int, mode: str = Weighting.Mode.POINTS
) -> bool:
    """Save a person's swing points for every objective, and say whether anything changed.

    `version` is the one the person's page was made from. Saving the same weights again changes nothing and succeeds,
    so a retry after a lost reply is harmless. By itself or as part of a larger transaction. Raises RoundNotOpenError,
    WeightsNotAskedError, WeightsConflictError and ConsentNeededError.
    """
    _refuse_unasked(participant)
    current = _lock_current(participant)
    if (current.mode, swings_of(participant)) == (mode, dict(points)):
        return False
    _refuse_unseen(current, version)
    Swing.objects.bulk_create(
        [Swing(participant=participant, objective_id=pk, points=points[pk], updated_at=Now()) for pk in sorted(points)],
        update_conflicts=True,
        unique_fields=["participant", "objective"],
        update_fields=["points", "updated_at"],
    )
    _write(current, mode=mode)
    repack(REPACK_SWINGS, participant)
    request_recompute(round_id=participant.round_id)
    return True


@transaction.atomic
def take_back_swings(*, participant: Participant, version: int) -> bool:
    """The person then counts as somebody who left the weights out. Transaction, errors and result as `save_swings`."""
    current = _lock_current(participant)
    if not swings_of(participant):
        return False
    _refuse_unseen(current, version)
    Swing.objects.filter(participant=participant).delete()
    TradeOffAnswer.objects.filter(participant=participant).delete()
    _write(current, mode=Weighting.Mode.NONE)
    repack(REPACK_SWINGS, participant)
    request_recompute(round_id=participant.round_id)
    return True


@transaction.atomic(durable=True)
def save_trade_offs(*, participant: Participant, answers: Sequence[tuple[Question, str]], version: int) -> bool:
    """In place of the answers before, with what was said of those. Raises and returns as `save_swings`."""
    _refuse_unasked(participant)
    current = _lock_current(participant)
    if _as_stored(trade_offs_of(participant)) == {(q.heavier.pk, q.lighter.pk, q.step, c) for q, c in answers}:
        return False
    _refuse_unseen(current, version)
    TradeOffAnswer.objects.filter(participant=participant).delete()
    TradeOffAnswer.objects.bulk_create(
        TradeOffAnswer(
            participant=participant,
            heavier=question.heavier,
            lighter=question.lighter,
            step=question.step,
            choice=choice,
        )
        for question, choice in answers
    )
    _write(current, mode=current.mode)
    return True


@transaction.atomic(durable=True)
def save_conflict_reply(*, participant: Participant, reply: str, version: int) -> bool:
    """Keep, change or hard to say. The points themselves stay as they are. Raises and returns as `save_swings`."""
    _refuse_unasked(participant)
    current = _lock_current(participant)
    if current.reply == reply:
        return False
    _refuse_unseen(current, version)
    _write(current, mode=current.mode, reply=reply)
    return True


def _lock_current(participant: Participant) -> Weighting:
    """What the person gave before; version 0 before the first. Holds the round open and the person's row."""
    lock_open_round(participant.round_id)
    lock_consenting(participant)
    return weighting_of(participant) or Weighting(participant=participant, mode=Weighting.Mode.POINTS, version=0)


def _refuse_unasked(participant: Participant) -> None:
    """The round's policy is frozen once it is open."""
    if not participant.round.asks_weights:
        raise WeightsNotAskedError


def _refuse_unseen(current: Weighting, version: int) -> None:
    if version != current.version:
        raise WeightsConflictError


def _as_stored(answers: Sequence[TradeOffAnswer]) -> set[tuple[int, int, float, str]]:
    return {(answer.heavier_id, answer.lighter_id, answer.step, answer.choice) for answer in answers}


def _write(current: Weighting, *, mode: str, reply: str = "") -> None:
    """The next version. A reply speaks of the points and choices of its time, so it goes when they change."""
    Weighting.objects.bulk_create(
        [
            Weighting(
                participant_id=current.participant_id,
                mode=mode,
                reply=reply,
                version=current.version + 1,
                updated_at=Now(),
            )
        ],
        update_conflicts=True,
        unique_fields=["participant"],
        update_fields=["mode", "reply", "version", "updated_at"],
    )


def pack_swings(participant: Participant, layout: Layout) -> bytes:
    """What the person's swing sheet must be, from their rows."""
    rows = Swing.objects.filter(participant=participant)
    return layout.pack_swings(rows.values_list("objective_id", "points"))

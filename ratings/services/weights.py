"""The choices that test somebody's swing weights, and what they say when the two do not fit."""

from collections.abc import Sequence

from django.db import transaction

from ratings.models import Participant, TradeOffAnswer, Weighting
from ratings.scoring import Question
from ratings.services.answers import lock_open_round
from ratings.services.consent import lock_consenting


@transaction.atomic(durable=True)
def save_trade_offs(*, participant: Participant, answers: Sequence[tuple[Question, str]]) -> None:
    """In place of the answers before, with what was said of those. Raises RoundNotOpenError and ConsentNeededError."""
    lock_open_round(participant.round_id)
    lock_consenting(participant)
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
    Weighting.objects.filter(participant=participant).update(reply="")


@transaction.atomic(durable=True)
def save_conflict_reply(*, participant: Participant, reply: str) -> None:
    """Keep, change or hard to say. The points themselves stay as they are. Raises as above."""
    lock_open_round(participant.round_id)
    lock_consenting(participant)
    Weighting.objects.filter(participant=participant).update(reply=reply)

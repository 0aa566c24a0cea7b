"""The reason somebody gives in their own words. A curator reads it before anybody else does."""

from hashlib import sha256

from django.db import transaction

from ratings.models import Comment, Participant, RoundSolution
from ratings.selectors import comment_on
from ratings.services.answers import lock_open_round
from ratings.services.consent import lock_consenting

WAITING = {
    "status": Comment.Status.PENDING,
    "released_text": "",
    "hidden_because": "",
    "moderated_at": None,
    "moderated_by": None,
}


class CommentConflictError(Exception):
    """Nothing was saved because the comment was changed elsewhere since the page was opened."""

    def __init__(self, current: str) -> None:
        super().__init__("The comment was changed elsewhere.")
        self.current = current


def comment_mark(text: str) -> str:
    """What a page keeps of the comment it was made from, to notice that it was changed elsewhere."""
    return sha256(text.encode()).hexdigest()[:16] if text else ""


@transaction.atomic(durable=True)
def save_comment(*, participant: Participant, round_solution: RoundSolution, text: str, mark: str) -> None:
    """Save, change or (empty) take back a comment. A changed comment waits for a curator again.

    `mark` is that of the comment the person's page showed. Saving the same text again changes nothing.
    Raises RoundNotOpenError, ConsentNeededError and CommentConflictError.
    """
    lock_open_round(participant.round_id)
    lock_consenting(participant)
    current = comment_on(participant=participant, round_solution=round_solution)
    if text == current:
        return
    if mark != comment_mark(current):
        raise CommentConflictError(current)
    own = Comment.objects.filter(participant=participant, round_solution=round_solution)
    if not text:
        own.delete()
        return
    own.update_or_create(participant=participant, round_solution=round_solution, defaults={"text": text, **WAITING})

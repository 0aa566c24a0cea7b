"""A curator reads a comment and releases it, without what shows who somebody is, or hides it."""

from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from mhin.accounts.models import User
from mhin.audit.services import record_event
from ratings.models import Comment
from ratings.services.comments import WAITING, CommentConflictError, comment_mark


@transaction.atomic
def release_comment(*, comment: Comment, text: str, mark: str, by: User) -> None:
    """Show this text in place of the author's own. `mark` is that of the comment the curator read.

    What was decided before may be decided anew. Raises Comment.DoesNotExist, when the author took it back, and
    CommentConflictError, when they changed it.
    """
    _decide(comment, mark, by, status=Comment.Status.RELEASED, released_text=text)


@transaction.atomic
def hide_comment(*, comment: Comment, reason: str, mark: str, by: User) -> None:
    """Keep it from everybody but its author. Raises as `release_comment`."""
    _decide(comment, mark, by, status=Comment.Status.HIDDEN, hidden_because=reason)


def _decide(comment: Comment, mark: str, by: User, **decision: Any) -> None:
    """The audit says what was decided and never what was written."""
    current = Comment.objects.select_for_update(of=("self",)).select_related("round_solution__round").get(pk=comment.pk)
    if comment_mark(current.text) != mark:
        raise CommentConflictError(current.text)
    fields = WAITING | {"moderated_at": Now(), "moderated_by": by} | decision
    Comment.objects.filter(pk=current.pk).update(**fields)
    record_event(
        f"comment_{fields['status']}",
        target=current,
        by=by,
        before={"status": current.status},
        after={
            "round": current.round_solution.round.slug,
            "solution": current.round_solution.code,
            "edited": fields["released_text"] not in ("", current.text),
            "reason": fields["hidden_because"],
        },
    )

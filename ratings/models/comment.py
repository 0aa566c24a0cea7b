"""What people wrote in their own words."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from mhin.common.models import TimeStamped
from ratings.models.participant import Participant
from ratings.models.round import RoundSolution


class CommentStatus(models.TextChoices):
    PENDING = "pending", "Waiting for a curator"
    RELEASED = "released", "Released"
    HIDDEN = "hidden", "Hidden"


class HiddenBecause(models.TextChoices):
    PERSONAL = "personal", "It shows who somebody is, and cannot be put right"
    RISK = "risk", "Somebody may be in danger"
    ABUSE = "abuse", "It insults or threatens somebody"
    OFF_TOPIC = "off_topic", "It is about something else"


class Comment(TimeStamped):
    """A curator reads it first: names and places come out before anybody else sees it.

    The author's own words stay theirs; others read the released ones.
    """

    Status = CommentStatus
    HiddenBecause = HiddenBecause

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="comments")
    round_solution = models.ForeignKey(RoundSolution, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField(max_length=2000)
    status = models.CharField(max_length=20, choices=Status, default=Status.PENDING)
    released_text = models.TextField(max_length=2000, blank=True)
    hidden_because = models.CharField(max_length=20, choices=HiddenBecause, blank=True)
    moderated_at = models.DateTimeField(null=True, blank=True)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="moderated_comments", null=True, blank=True
    )

    class Meta:
        permissions = [("moderate_comment", "Can release or hide comments")]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "round_solution"], name="ratings_comment_one_per_person_and_solution"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="ratings_comment_not_empty"),
            models.CheckConstraint(
                condition=Q(status=CommentStatus.RELEASED) & ~Q(released_text="")
                | ~Q(status=CommentStatus.RELEASED) & Q(released_text=""),
                name="ratings_comment_text_exactly_when_released",
            ),
            models.CheckConstraint(
                condition=Q(status=CommentStatus.HIDDEN, hidden_because__in=HiddenBecause.values)
                | ~Q(status=CommentStatus.HIDDEN) & Q(hidden_because=""),
                name="ratings_comment_reason_exactly_when_hidden",
            ),
            models.CheckConstraint(
                condition=Q(status=CommentStatus.PENDING, moderated_at__isnull=True, moderated_by__isnull=True)
                | (
                    Q(status__in=[CommentStatus.RELEASED, CommentStatus.HIDDEN])
                    & Q(moderated_at__isnull=False, moderated_by__isnull=False)
                ),
                name="ratings_comment_moderated_at_and_by",
                violation_error_message="A released or hidden comment names who decided and when.",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

"""What somebody agreed to, and when they took it back."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ratings.models.participant import Participant


class ConsentAction(models.TextChoices):
    GIVEN = "given", "Given"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ConsentChannel(models.TextChoices):
    PAGE = "page", "On the portal's page"
    ASSISTED = "assisted", "With somebody's help"
    PAPER = "paper", "On paper"


class ConsentEvent(models.Model):
    """Append-only: a trigger refuses UPDATE. It goes only when its participant is erased. The day, never the time."""

    Action = ConsentAction
    Channel = ConsentChannel

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="consent_events")
    version = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    action = models.CharField(max_length=20, choices=ConsentAction)
    channel = models.CharField(max_length=20, choices=ConsentChannel, default=ConsentChannel.PAGE)
    on = models.DateField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(action__in=ConsentAction.values), name="ratings_consentevent_action_known"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=ConsentChannel.values), name="ratings_consentevent_channel_known"
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="ratings_consentevent_names_its_text"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: text {self.version}"

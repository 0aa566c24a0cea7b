"""One person in one round, apart from who they are."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ratings.models.group import StakeholderGroup
from ratings.models.region import Region
from ratings.models.round import Round


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def of(self, user: object) -> "ParticipantQuerySet":
        """Only this person's own: the scope from which every rating page starts."""
        return self.filter(link__user=user)


class ParticipantMode(models.TextChoices):
    SELF = "self", "On their own"
    ASSISTED = "assisted", "With somebody's help"
    PAPER = "paper", "On paper"


class Participant(models.Model):
    """Only the day of joining is kept, not the time, so that no log of sign-ins leads from a person to their answers.

    `sheet` and `swing_sheet` pack the person's answers, one byte each (255 = no value), so that a run reads fast.

    They are always repacked from the rows, in the transaction that changes a row.
    """

    Mode = ParticipantMode

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="participants")
    group = models.ForeignKey(StakeholderGroup, on_delete=models.PROTECT, related_name="participants")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="participants", null=True, blank=True)
    organisation = models.CharField(max_length=150, blank=True)
    mode = models.CharField(max_length=20, choices=Mode, default=Mode.SELF)
    consent_version = models.CharField(max_length=20)
    consented_on = models.DateField(db_default=Now(), editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True)
    is_simulated = models.BooleanField(default=False)
    sheet = models.BinaryField(default=bytes)
    swing_sheet = models.BinaryField(default=bytes)

    objects: ClassVar[models.Manager["Participant"]] = ParticipantQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["round", "id"], name="ratings_participant_round")]
        constraints = [
            models.CheckConstraint(condition=Q(mode__in=ParticipantMode.values), name="ratings_participant_mode_known"),
            models.CheckConstraint(condition=~Q(consent_version=""), name="ratings_participant_has_consented"),
        ]

    def __str__(self) -> str:
        return f"participant {self.pk}"


class ParticipantLink(models.Model):
    """The only place that says which person a participant is. Deleting the row makes the answers nobody's."""

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="link")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="participant_links")
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "user"],
                name="ratings_participantlink_person_once",
                violation_error_message="You have joined this round already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.round}"

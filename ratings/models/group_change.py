"""Somebody asks to speak for another group."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ratings.models.group import StakeholderGroup
from ratings.models.participant import Participant


class GroupChangeStatus(models.TextChoices):
    WAITING = "waiting", "Waiting"
    GRANTED = "granted", "Granted"
    DECLINED = "declined", "Declined"


class GroupChangeRequest(models.Model):
    """The group gives a voice its weight, so nobody changes their own: an administrator decides."""

    Status = GroupChangeStatus

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="group_change_requests")
    group = models.ForeignKey(StakeholderGroup, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(max_length=500, blank=True)
    asked_on = models.DateField(db_default=Now(), editable=False)
    status = models.CharField(max_length=20, choices=GroupChangeStatus, default=GroupChangeStatus.WAITING)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ["pk"]
        permissions = [("decide_group_change", "Can decide who speaks for another group")]
        constraints = [
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(status="waiting"),
                name="ratings_groupchangerequest_one_waiting",
                violation_error_message="You have asked already. An administrator will decide.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=GroupChangeStatus.values), name="ratings_groupchangerequest_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status="waiting", decided_on__isnull=True, decided_by__isnull=True)
                | (~Q(status="waiting") & Q(decided_on__isnull=False, decided_by__isnull=False)),
                name="ratings_groupchangerequest_decided_on_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.pk} to speak for {self.group}"

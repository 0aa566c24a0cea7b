"""The life of a need, step by step."""

from django.db import models
from django.db.models import Q

from mhin.common.curation import StatusChange
from needs.models.need import Need, NeedStatus


class NeedAct(models.TextChoices):
    RECORDED = "recorded", "Recorded in the catalogue"
    SUBMITTED = "submitted", "Sent in"
    TAKEN_UP = "taken_up", "Taken up for review"
    ALIGNED = "aligned", "Put under an area"
    LINKED = "linked", "Linked to sources"
    EDITED = "edited", "Edited"
    PUBLISHED = "published", "Published"
    REWORDED = "reworded", "Published wording changed"
    MERGED = "merged", "Merged into another need"
    MERGE_UNDONE = "merge_undone", "Merge undone"
    REJECTED = "rejected", "Not taken forward"
    REOPENED = "reopened", "Opened again for review"


class NeedStatusChange(StatusChange):
    Act = NeedAct

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="status_changes")
    act = models.CharField(max_length=30, choices=Act)
    from_status = models.CharField(max_length=20, choices=NeedStatus, blank=True)
    to_status = models.CharField(max_length=20, choices=NeedStatus)

    class Meta(StatusChange.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(act__in=NeedAct.values), name="needs_needstatuschange_act_known"),
            models.CheckConstraint(
                condition=Q(to_status__in=NeedStatus.values), name="needs_needstatuschange_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(act__in=[NeedAct.MERGED, NeedAct.REJECTED]) | ~Q(note=""),
                name="needs_needstatuschange_reason_given",
                violation_error_message="Say why.",
            ),
        ]

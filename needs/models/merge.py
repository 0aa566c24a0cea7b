"""One need taken into another, with all that is needed to take it out again."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from needs.models.need import Need, NeedStatus


class NeedMerge(models.Model):
    """Both texts as they were, why, who and when, and which links moved. It stands until it is undone."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="merges")
    target = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="merges_into")
    reason = models.TextField()
    status_before = models.CharField(max_length=20, choices=NeedStatus)
    reason_before = models.TextField(blank=True)
    need_title = models.CharField(max_length=200)
    need_detail = models.TextField(blank=True)
    target_title = models.CharField(max_length=200)
    target_detail = models.TextField(blank=True)
    taken = models.JSONField(default=dict, help_text="Rows that the need was linked to, by link.")
    added = models.JSONField(default=dict, help_text="Those of them that were new to the target.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    at = models.DateTimeField(db_default=Now(), editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["need"], condition=Q(undone_at__isnull=True), name="needs_needmerge_one_stands"
            ),
            models.CheckConstraint(condition=~Q(need=F("target")), name="needs_needmerge_not_into_itself"),
            models.CheckConstraint(condition=~Q(reason=""), name="needs_needmerge_reason_given"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True, undone_reason="")
                | Q(undone_at__isnull=False),
                name="needs_needmerge_undone_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need_title} into {self.target_title}"

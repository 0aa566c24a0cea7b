"""Who did what. Rows hold text only, no foreign keys, so history never blocks a deletion and never follows one."""

from django.db import models
from django.db.models.functions import Now


class AuditEvent(models.Model):
    """Append-only: a trigger refuses UPDATE and DELETE. For investigation; features never read it."""

    at = models.DateTimeField(db_default=Now(), editable=False)
    actor_id = models.CharField(max_length=40, blank=True)
    actor = models.CharField(max_length=254)
    action = models.CharField(max_length=60)
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=60)
    target = models.CharField(max_length=254)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["target_type", "target_id"], name="audit_auditevent_target")]

    def __str__(self) -> str:
        return f"{self.actor}: {self.action} {self.target}"

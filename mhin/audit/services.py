"""The one way to write an audit event: in the transaction of the act it tells of."""

from typing import Any

from django.db import models

from mhin.audit.models import AuditEvent

SYSTEM = "the portal"


def record_event(
    action: str,
    *,
    target: models.Model,
    by: Any | None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditEvent:
    """Record an act. `by=None` means the portal itself did it, a management command for instance."""
    return AuditEvent.objects.create(
        actor_id="" if by is None else str(by.pk),
        actor=SYSTEM if by is None else str(by),
        action=action,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        target=str(target)[:254],
        before=before or {},
        after=after or {},
    )

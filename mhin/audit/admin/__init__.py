"""The audit log in the admin, and the base of every admin that writes."""

from mhin.audit.admin.audited import AuditedModelAdmin
from mhin.audit.admin.log import AuditEventAdmin

__all__ = ["AuditEventAdmin", "AuditedModelAdmin"]

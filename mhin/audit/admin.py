from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from mhin.audit.models import AuditEvent
from mhin.audit.services import record_event


@admin.register(AuditEvent)
class AuditEventAdmin(admin.ModelAdmin):
    list_display = ["at", "actor", "action", "target_type", "target"]
    list_filter = ["action", "target_type"]
    search_fields = ["actor", "target"]
    date_hierarchy = "at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        return False


class AuditedModelAdmin(admin.ModelAdmin):
    """A model's admin whose every write leaves an audit event, and in which nothing can be deleted."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        before = {name: str(form.initial.get(name, "")) for name in form.changed_data}
        super().save_model(request, obj, form, change)
        after = {name: str(form.cleaned_data.get(name, "")) for name in form.changed_data}
        record_event("changed" if change else "added", target=obj, by=request.user, before=before, after=after)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

from django.contrib import admin
from django.http import HttpRequest

from mhin.audit.admin import AuditedModelAdmin
from ratings.models import Region, ScoreRun, StakeholderGroup


@admin.register(StakeholderGroup)
class StakeholderGroupAdmin(AuditedModelAdmin):
    list_display = ["position", "name", "code"]
    list_display_links = ["name"]


@admin.register(Region)
class RegionAdmin(AuditedModelAdmin):
    list_display = ["position", "name", "code"]
    list_display_links = ["name"]


@admin.register(ScoreRun)
class ScoreRunAdmin(admin.ModelAdmin):
    """Runs are made by the portal and never changed."""

    list_display = ["round", "number", "people", "answers", "finished_at", "code_version"]
    list_filter = ["round"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ScoreRun | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ScoreRun | None = None) -> bool:
        return False

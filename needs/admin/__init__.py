from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from mhin.audit.admin import AuditedModelAdmin
from needs.models import Area, Need, Source


@admin.register(Area)
class AreaAdmin(AuditedModelAdmin):
    list_display = ["position", "name", "code", "provenance"]
    list_display_links = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Source)
class SourceAdmin(AuditedModelAdmin):
    list_display = ["code", "title", "kind", "publisher", "year"]
    list_filter = ["kind", "publisher"]
    search_fields = ["code", "title"]


@admin.register(Need)
class NeedAdmin(AuditedModelAdmin):
    list_display = ["code", "title", "area", "status", "provenance", "created_at"]
    list_filter = ["status", "area", "provenance", "evidence_seen"]
    search_fields = ["code", "title", "detail"]
    autocomplete_fields = ["sources", "merged_into"]
    readonly_fields = ["submitted_by", "organisation_type", "created_at"]
    date_hierarchy = "created_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Need]:
        return super().get_queryset(request).select_related("area")

    def get_readonly_fields(self, request: HttpRequest, obj: Need | None = None) -> list[Any]:
        """A code is given once: pages, decisions and links name it."""
        return [*self.readonly_fields, "code"] if obj else self.readonly_fields

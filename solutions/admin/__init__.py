from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from mhin.audit.admin import AuditedModelAdmin
from solutions.models import Evidence, Solution


class EvidenceInline(admin.TabularInline):
    model = Evidence
    extra = 0
    can_delete = False
    autocomplete_fields = ["source"]


@admin.register(Solution)
class SolutionAdmin(AuditedModelAdmin):
    list_display = ["code", "title", "area", "status", "readiness", "provenance", "evidence_count"]
    list_filter = ["status", "area", "readiness", "provenance"]
    search_fields = ["code", "title", "summary"]
    autocomplete_fields = ["needs"]
    inlines = [EvidenceInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Solution]:
        return super().get_queryset(request).select_related("area").annotate(documents=Count("evidence"))

    def get_readonly_fields(self, request: HttpRequest, obj: Solution | None = None) -> list[Any]:
        """A code is given once: rounds, decisions and links name it."""
        return ["code"] if obj else []

    @admin.display(description="evidence", ordering="documents")
    def evidence_count(self, solution: Solution) -> int:
        return solution.documents  # type: ignore[attr-defined]

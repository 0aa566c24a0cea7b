from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from mhin.audit.admin import AuditedModelAdmin
from mhin.audit.services import record_event
from solutions.models import Evidence, Solution


class EvidenceInline(admin.TabularInline):
    model = Evidence
    extra = 0
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

    def save_formset(self, request: HttpRequest, form: Any, formset: BaseInlineFormSet, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        for evidence in formset.new_objects:
            record_event("added", target=evidence, by=request.user)
        for evidence, fields in formset.changed_objects:
            record_event("changed", target=evidence, by=request.user, after={"fields": fields})

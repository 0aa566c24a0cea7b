"""Curating solutions: what is there, what is missing, what looks like the same twice."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet, TextField
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html

from mhin.audit.admin import AuditedModelAdmin
from mhin.common.admin.acts import Panel
from mhin.common.admin.fields import AddressesField
from mhin.common.admin.wording import Wording, WordingAdmin
from needs.admin.acts import check_of
from solutions.admin.acts import SOLUTION_ACTS
from solutions.admin.forms import SolutionWordingForm
from solutions.models import Evidence, Solution
from solutions.selectors.curation import completeness, overlaps, with_counts
from solutions.services.curation import (
    EDITABLE,
    WORDING,
    add_solution,
    cover_needs,
    edit_solution,
    note_evidence,
)
from solutions.services.wording import discard_solution_draft, publish_solution_draft, save_solution_draft

ADVICE = {
    Solution.Status.DRAFT: "Only curators see it. Fill in what the dial says is missing, then publish it.",
    Solution.Status.PUBLISHED: "Everybody reads it. Its wording changes by a draft.",
    Solution.Status.ARCHIVED: "Not in the catalogue any more. Rounds and decisions that have it keep it.",
}


class EvidenceInline(admin.StackedInline):
    """A document's kind, year and address are its own: they are shown here and edited with the source."""

    model = Evidence
    extra = 0
    can_delete = False
    autocomplete_fields = ["source"]
    fields = ["source", ("kind", "year", "link"), "strength", "finding"]
    readonly_fields = ["kind", "year", "link"]
    formfield_overrides = {TextField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 80})}}
    verbose_name = "document"
    verbose_name_plural = "evidence"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Evidence]:
        return super().get_queryset(request).select_related("source")

    @admin.display(description="kind")
    def kind(self, evidence: Evidence) -> str:
        return evidence.source.get_kind_display()

    @admin.display(description="year")
    def year(self, evidence: Evidence) -> int | None:
        return evidence.source.year

    @admin.display(description="link")
    def link(self, evidence: Evidence) -> str:
        url = evidence.source.url
        return format_html('<a href="{}" rel="noopener">{}</a>', url, evidence.source.code) if url else "–"

    def has_change_permission(self, request: HttpRequest, obj: Solution | None = None) -> bool:
        return super().has_change_permission(request, obj) and not _is_archived(obj)

    def has_add_permission(self, request: HttpRequest, obj: Solution | None = None) -> bool:
        return super().has_add_permission(request, obj) and not _is_archived(obj)


@admin.register(Solution)
class SolutionAdmin(WordingAdmin, AuditedModelAdmin):
    noun = "solution"
    acts = SOLUTION_ACTS
    wording = Wording(WORDING, SolutionWordingForm, save_solution_draft, publish_solution_draft, discard_solution_draft)
    list_display = ["code", "title", "complete", "area", "status", "evidence_count", "need_count"]
    list_display_links = ["code", "title"]
    list_filter = ["status", "area", "readiness", "provenance"]
    search_fields = ["code", "title", "summary"]
    autocomplete_fields = ["needs"]
    inlines = [EvidenceInline]
    fieldsets = (
        (None, {"fields": ["title", "summary", "population", "area", "readiness", "needs"]}),
        ("Easy read", {"fields": ["easy_read"]}),
        ("Where it comes from", {"fields": ["provenance", "provenance_note", "source_urls"]}),
        ("The decision conference of 2022", {"fields": ["conference_label", "conference_confidence"]}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Solution]:
        return with_counts(super().get_queryset(request).select_related("area"))

    def get_readonly_fields(self, request: HttpRequest, obj: Solution | None = None) -> list[str]:
        """Published wording changes by a draft; what was taken out stays as it was."""
        if obj is None or obj.status == Solution.Status.DRAFT:
            return []
        return [*EDITABLE, "needs"] if _is_archived(obj) else list(WORDING)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "source_urls":
            return AddressesField(label="Web addresses", required=False, help_text="One address a line.")
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description="complete")
    def complete(self, solution: Any) -> str:
        return render_to_string("admin/curation/dial.html", {"dial": completeness(solution)})

    @admin.display(description="evidence", ordering="evidence_count")
    def evidence_count(self, solution: Any) -> int:
        return solution.evidence_count

    @admin.display(description="needs", ordering="need_count")
    def need_count(self, solution: Any) -> int:
        return solution.need_count

    def panel_of(self, request: HttpRequest, row: Any) -> Panel:
        panel = Panel(
            row.get_status_display(),
            ADVICE[row.status],
            acts=self.acts_for(request, row),
            warnings=_warnings(row),
            template="admin/curation/solution_panel.html",
            more={
                "dial": completeness(row),
                "overlaps": [(pair.other(row), pair) for pair in overlaps(solution=row)],
            },
        )
        if row.status == Solution.Status.PUBLISHED and self.has_change_permission(request, row):
            panel.more["wording_url"] = self.wording_address(row)
        return panel

    def save_model(self, request: HttpRequest, obj: Solution, form: Any, change: bool) -> None:
        if change:
            fields = {name: form.cleaned_data[name] for name in EDITABLE if name in form.changed_data}
            edit_solution(solution=obj, fields=fields, by=request.user)
            return
        fields = {name: form.cleaned_data[name] for name in EDITABLE if name in form.cleaned_data}
        obj.pk = add_solution(fields=fields, by=request.user).pk
        obj.refresh_from_db()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        if "needs" in form.cleaned_data:
            cover_needs(solution=form.instance, needs=form.cleaned_data["needs"], by=request.user)
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)

    def save_formset(self, request: HttpRequest, form: Any, formset: BaseInlineFormSet, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        added = [f"Added {row.source.code}" for row in formset.new_objects]
        changed = [f"Changed {row.source.code}" for row, _fields in formset.changed_objects]
        note_evidence(solution=form.instance, changes=added + changed, by=request.user)


def _is_archived(solution: Solution | None) -> bool:
    return solution is not None and solution.status == Solution.Status.ARCHIVED


def _warnings(solution: Solution) -> list[str]:
    found = []
    if getattr(solution, "draft", None):
        found.append("A draft of new wording waits. Open “Change the wording” to publish or discard it.")
    check = check_of(solution)
    if solution.easy_read and not (check and check.holds_for(solution.easy_read)):
        found.append("The easy-read text is not fully checked.")
    return found

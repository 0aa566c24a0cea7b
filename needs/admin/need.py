"""Curating needs: a queue, a page for each need with what to do next, and acts that ask first."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from mhin.audit.admin import AuditedModelAdmin
from mhin.common.admin.acts import Panel
from mhin.common.admin.wording import Wording, WordingAdmin
from mhin.common.curation import shown_name
from mhin.common.templatetags.ui import date_uk
from needs.admin.acts import NEED_ACTS, check_of
from needs.admin.forms import NeedWordingForm
from needs.admin.queue import QueueFilter
from needs.models import Need
from needs.selectors.curation import ALIVE, WAITING, merges_of, needs_to_compare, next_waiting
from needs.services.curation import EDITABLE, WORDING, add_need, edit_need, link_sources
from needs.services.wording import discard_need_draft, publish_need_draft, save_need_draft

ADVICE = {
    Need.Status.SUBMITTED: "Read it. Is it a need, and is it new? Put it under an area, then publish it, merge it into "
    "another need, or do not take it forward.",
    Need.Status.IN_REVIEW: "When the wording and the area are right, publish it.",
    Need.Status.PUBLISHED: "Everybody reads it. Its wording changes by a draft.",
    Need.Status.REJECTED: "No public page shows it.",
}
SENT_IN = ("submitted_by", "organisation_type", "submitted_source", "submitted_like", "created_at")


@admin.register(Need)
class NeedAdmin(WordingAdmin, AuditedModelAdmin):
    noun = "need"
    acts = NEED_ACTS
    wording = Wording(WORDING, NeedWordingForm, save_need_draft, publish_need_draft, discard_need_draft)
    list_display = ["code", "title", "said", "area_named", "status", "came"]
    list_display_links = ["code", "title"]
    list_filter = [QueueFilter, "area", "provenance", "evidence_seen"]
    search_fields = ["code", "title", "detail"]
    autocomplete_fields = ["sources"]
    date_hierarchy = "created_at"
    fieldsets = (
        (None, {"fields": ["title", "detail", "area", "sources"]}),
        ("Easy read", {"fields": ["easy_read"]}),
        ("Where it comes from", {"fields": ["provenance", "evidence_seen", *SENT_IN]}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Need]:
        return super().get_queryset(request).select_related("area", "submitted_like")

    @admin.display(description="what the sender said")
    def said(self, need: Need) -> str:
        return render_to_string("admin/curation/said.html", {"need": need})

    @admin.display(description="area", ordering="area", empty_value="not sure")
    def area_named(self, need: Need) -> str | None:
        return need.area.name if need.area else None

    @admin.display(description="since", ordering="created_at")
    def came(self, need: Need) -> str:
        return date_uk(need.created_at.date())

    def get_readonly_fields(self, request: HttpRequest, obj: Need | None = None) -> list[str]:
        """Published wording changes by a draft; what was merged or rejected stays as it was."""
        if obj is None or obj.status in WAITING:
            return list(SENT_IN)
        if obj.status == Need.Status.PUBLISHED:
            return [*SENT_IN, *WORDING]
        return [*SENT_IN, *EDITABLE, "sources"]

    def panel_of(self, request: HttpRequest, row: Need) -> Panel:
        panel = Panel(
            row.get_status_display(),
            ADVICE.get(row.status, ""),
            acts=self.acts_for(request, row),
            warnings=_warnings(row),
            template="admin/curation/need_panel.html",
            more={"need": row},
        )
        if row.status == Need.Status.MERGED:
            panel.advice = f"It was merged into {row.merged_into}. {row.status_reason}"
        elif row.status == Need.Status.REJECTED:
            panel.advice = f"No public page shows it. The reason: {row.status_reason}"
        if row.status in WAITING:
            merge = reverse("admin:needs_need_merge", args=[row.pk])
            like = row.submitted_like if row.submitted_like and row.submitted_like.status in ALIVE else None
            found = needs_to_compare(row)
            if like:
                found = [like, *(need for need in found if need != like)]
            panel.more |= {"alike": [(need, f"{merge}?target={need.pk}") for need in found], "like": like}
        elif waiting := next_waiting(row):
            address = reverse("admin:needs_need_change", args=[waiting.pk])
            panel.more["next_waiting"] = (waiting, address)
        if row.status == Need.Status.PUBLISHED and self.has_change_permission(request, row):
            panel.more["wording_url"] = self.wording_address(row)
        return panel

    def save_model(self, request: HttpRequest, obj: Need, form: Any, change: bool) -> None:
        fields = {name: form.cleaned_data[name] for name in EDITABLE if name in form.changed_data}
        if change:
            edit_need(need=obj, fields=fields, by=request.user)
            return
        obj.pk = add_need(fields={name: form.cleaned_data[name] for name in EDITABLE}, by=request.user).pk
        obj.refresh_from_db()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        if "sources" in form.cleaned_data:
            link_sources(need=form.instance, sources=form.cleaned_data["sources"], by=request.user)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        need = self.get_object(request, object_id)
        merges = [(m, shown_name(m.by), shown_name(m.undone_by)) for m in merges_of(need)] if need else []
        return super().history_view(request, object_id, {"merges": merges})


def _warnings(need: Need) -> list[str]:
    found = []
    if need.status in WAITING and not need.area_id:
        found.append("It has no area yet. A need is published under an area.")
    if getattr(need, "draft", None):
        found.append("A draft of new wording waits. Open “Change the wording” to publish or discard it.")
    check = check_of(need)
    if need.easy_read and need.status in ALIVE and not (check and check.holds_for(need.easy_read)):
        found.append("The easy-read text is not fully checked.")
    return found

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from governance.models import Action, Body, BodyLink, Decision, Interest, Meeting, Membership
from mhin.audit.admin import AuditedModelAdmin
from ratings.models import RoundSolution


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    can_delete = False
    raw_id_fields = ["user"]


class BodyLinkInline(admin.TabularInline):
    model = BodyLink
    fk_name = "body"
    extra = 0
    can_delete = False


@admin.register(Body)
class BodyAdmin(AuditedModelAdmin):
    list_display = ["position", "name", "code", "meets"]
    list_display_links = ["name"]
    search_fields = ["name"]
    prepopulated_fields = {"code": ["name"]}
    inlines = [MembershipInline, BodyLinkInline]


@admin.register(Meeting)
class MeetingAdmin(AuditedModelAdmin):
    list_display = ["held_on", "title", "body"]
    list_display_links = ["title"]
    list_filter = ["body"]
    search_fields = ["title"]
    date_hierarchy = "held_on"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Meeting]:
        return super().get_queryset(request).select_related("body")


@admin.register(Decision)
class DecisionAdmin(AuditedModelAdmin):
    """To look at only: a decision is recorded on its own page and never changes."""

    list_display = ["decided_on", "round_solution", "outcome", "body", "run"]
    list_display_links = ["round_solution"]
    list_filter = ["outcome", "body"]
    search_fields = ["round_solution__title", "round_solution__code", "rationale"]
    date_hierarchy = "decided_on"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        return super().get_queryset(request).select_related("round_solution", "body", "run__round")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Decision | None = None) -> bool:
        return False


class _Members(forms.ModelChoiceField):
    def label_from_instance(self, member: Any) -> str:
        return f"{member.body}: {member.name}"


class _Solutions(forms.ModelChoiceField):
    def label_from_instance(self, item: Any) -> str:
        return f"{item.round}: {item}"


@admin.register(Interest)
class InterestAdmin(AuditedModelAdmin):
    list_display = ["membership", "round_solution", "consequence"]
    list_filter = ["consequence"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Members with their body, solutions with their round: the same names stand in several."""
        if db_field.name == "membership":
            return _Members(Membership.objects.select_related("body").order_by("body__position", "position"))
        rows = RoundSolution.objects.select_related("round").order_by("-round__created_at", "position")
        return _Solutions(rows, label="Solution of a round")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Interest]:
        return super().get_queryset(request).select_related("membership", "round_solution")


@admin.register(Action)
class ActionAdmin(AuditedModelAdmin):
    list_display = ["title", "owner", "due_on", "status", "decision"]
    list_filter = ["status"]
    search_fields = ["title", "owner"]
    raw_id_fields = ["decision"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Action]:
        return super().get_queryset(request).select_related("decision__round_solution")

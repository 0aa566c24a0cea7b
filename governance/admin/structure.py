from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from governance.models import Action, Body, BodyLink, Decision, Interest, Meeting, Membership
from mhin.audit.admin import AuditedModelAdmin


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


@admin.register(Interest)
class InterestAdmin(AuditedModelAdmin):
    list_display = ["membership", "round_solution", "consequence"]
    list_filter = ["consequence"]
    raw_id_fields = ["membership", "round_solution"]

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

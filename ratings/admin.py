from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from mhin.audit.admin import AuditedModelAdmin
from ratings.models import (
    Objective,
    Region,
    Round,
    RoundGroup,
    RoundRegion,
    RoundSolution,
    ScoreRun,
    StakeholderGroup,
)
from ratings.services.rounds import RoundError, close_round, open_round, publish_round


class ReadOnlyAfterOpening(admin.TabularInline):
    """Once a round has opened, what people were asked cannot change."""

    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Round | None = None) -> bool:
        return obj is None or obj.status == Round.Status.DRAFT

    def has_change_permission(self, request: HttpRequest, obj: Round | None = None) -> bool:
        return obj is None or obj.status == Round.Status.DRAFT

    def has_delete_permission(self, request: HttpRequest, obj: Round | None = None) -> bool:
        return obj is not None and obj.status == Round.Status.DRAFT


class ObjectiveInline(ReadOnlyAfterOpening):
    model = Objective


class RoundSolutionInline(ReadOnlyAfterOpening):
    model = RoundSolution
    fields = ["position", "code", "title", "solution"]


class RoundGroupInline(ReadOnlyAfterOpening):
    model = RoundGroup


class RoundRegionInline(ReadOnlyAfterOpening):
    model = RoundRegion


@admin.register(Round)
class RoundAdmin(AuditedModelAdmin):
    list_display = ["title", "kind", "status", "opens_at", "closes_at", "is_simulated"]
    list_filter = ["kind", "status", "is_simulated"]
    readonly_fields = ["status"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [ObjectiveInline, RoundSolutionInline, RoundGroupInline, RoundRegionInline]
    actions = ["open_rounds", "close_rounds", "publish_rounds"]
    frozen = ["kind", "voice", "weights", "aggregation", "visibility", "smallest_group", "shortlist_size", "seed"]

    def get_readonly_fields(self, request: HttpRequest, obj: Round | None = None) -> list[str]:
        if obj is None or obj.status == Round.Status.DRAFT:
            return self.readonly_fields
        return [*self.readonly_fields, *self.frozen, "is_simulated", "slug"]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Round | None = None) -> dict[str, list[str]]:
        return self.prepopulated_fields if obj is None else {}

    @admin.action(description="Open the selected rounds (their policies are then frozen)")
    def open_rounds(self, request: HttpRequest, rounds: QuerySet[Round]) -> None:
        self._each(request, rounds, open_round)

    @admin.action(description="Close the selected rounds")
    def close_rounds(self, request: HttpRequest, rounds: QuerySet[Round]) -> None:
        self._each(request, rounds, close_round)

    @admin.action(description="Publish the results of the selected rounds")
    def publish_rounds(self, request: HttpRequest, rounds: QuerySet[Round]) -> None:
        self._each(request, rounds, publish_round)

    def _each(self, request: HttpRequest, rounds: QuerySet[Round], act: object) -> None:
        for round_ in rounds:
            try:
                act(round_=round_, by=request.user)
            except RoundError as error:
                self.message_user(request, f"{round_}: {error}", messages.ERROR)


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

"""What a round asks, of whom: edited on the round's page while it is being drafted."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import TextField
from django.http import HttpRequest

from ratings.models import Objective, Round, RoundGroup, RoundRegion, RoundSolution


class ReadOnlyAfterOpening(admin.options.InlineModelAdmin):
    """Once a round has opened, what people were asked cannot change."""

    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Round | None = None) -> bool:
        return obj is None or obj.status == Round.Status.DRAFT

    def has_change_permission(self, request: HttpRequest, obj: Round | None = None) -> bool:
        return obj is None or obj.status == Round.Status.DRAFT

    def has_delete_permission(self, request: HttpRequest, obj: Round | None = None) -> bool:
        return obj is not None and obj.status == Round.Status.DRAFT


class ObjectiveInline(ReadOnlyAfterOpening, admin.StackedInline):
    """Its fields stand below each other: side by side they are wider than any screen."""

    model = Objective
    fields = [
        ("position", "code"),
        "name",
        "question",
        "low_anchor",
        "middle_anchor",
        "high_anchor",
        "declared_weight",
        "provenance_note",
    ]
    formfield_overrides = {TextField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 60})}}


class RoundSolutionInline(ReadOnlyAfterOpening, admin.TabularInline):
    """Solutions come with their words by an act; here they are put in order, or taken out again."""

    model = RoundSolution
    fields = ["position", "words"]
    readonly_fields = ["words"]
    verbose_name_plural = "solutions: their order"

    @admin.display(description="plain summary")
    def words(self, item: Any) -> str:
        return item.summary or "–"

    def has_add_permission(self, request: HttpRequest, obj: Round | None = None) -> bool:
        return False


class RoundGroupInline(ReadOnlyAfterOpening, admin.TabularInline):
    model = RoundGroup


class RoundRegionInline(ReadOnlyAfterOpening, admin.TabularInline):
    model = RoundRegion

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from mhin.audit.admin import AuditedModelAdmin
from mhin.common.admin.acts import ActsAdmin, Panel
from ratings.admin.acts import ROUND_ACTS
from ratings.admin.inlines import ObjectiveInline, RoundGroupInline, RoundRegionInline, RoundSolutionInline
from ratings.models import Round
from ratings.roll import waiting_group_changes
from ratings.services.opening import why_not_open

ADVICE = {
    Round.Status.OPEN: "People rate. What they are asked is frozen.",
    Round.Status.CLOSED: "Nobody rates any more. Publish the results when the boards have looked at them.",
    Round.Status.PUBLISHED: "Everybody reads the results.",
}


@admin.register(Round)
class RoundAdmin(ActsAdmin, AuditedModelAdmin):
    noun = "round_"
    acts = ROUND_ACTS
    list_display = ["title", "kind", "status", "opens_at", "closes_at", "is_simulated"]
    list_filter = ["kind", "status", "is_simulated"]
    readonly_fields = ["status"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [ObjectiveInline, RoundSolutionInline, RoundGroupInline, RoundRegionInline]
    frozen = ["kind", "voice", "weights", "aggregation", "visibility", "smallest_group", "shortlist_size", "seed"]

    def get_readonly_fields(self, request: HttpRequest, obj: Round | None = None) -> list[str]:
        if obj is None or obj.status == Round.Status.DRAFT:
            return self.readonly_fields
        return [*self.readonly_fields, *self.frozen, "is_simulated", "slug"]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Round | None = None) -> dict[str, list[str]]:
        return self.prepopulated_fields if obj is None else {}

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """A draft has no page on the site."""
        return None if obj is not None and obj.status == Round.Status.DRAFT else super().get_view_on_site_url(obj)

    def panel_of(self, request: HttpRequest, row: Round) -> Panel:
        advice = _advice_on_draft(row) if row.status == Round.Status.DRAFT else ADVICE[row.status]
        more = {"looked_after": row.kind == Round.Kind.SURVEY and row.status != Round.Status.DRAFT}
        if more["looked_after"]:
            more["waiting"] = waiting_group_changes(row).count()
        return Panel(
            row.get_status_display(),
            advice,
            acts=self.acts_for(request, row),
            template="admin/ratings/round/panel.html",
            more=more,
        )


def _advice_on_draft(round_: Round) -> str:
    problem = why_not_open(round_)
    return f"Only administrators and curators see it. {problem or 'It can be opened.'}"

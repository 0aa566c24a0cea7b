"""The admin of what curators publish: it has a status, and a history of who changed it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from mhin.common.admin.acts import ActsAdmin
from mhin.common.curation import shown_name


class CuratedAdmin(ActsAdmin):
    object_history_template = "admin/curation/history.html"

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Rows that nobody else sees yet have no page on the site."""
        hidden = obj is not None and obj.status != obj.Status.PUBLISHED
        return None if hidden else super().get_view_on_site_url(obj)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Named for what it shows; the wide list takes the place of the menu of tables."""
        own = {"title": str(self.opts.verbose_name_plural).capitalize(), "is_nav_sidebar_enabled": False}
        return super().changelist_view(request, own | (extra_context or {}))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404(f"There is no {self.opts.verbose_name} with this key.")
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        steps = [(step, shown_name(step.by)) for step in row.status_changes.select_related("by")]
        context = self.admin_site.each_context(request) | {
            "title": f"History of {row}",
            "opts": self.opts,
            "row": row,
            "steps": steps,
        }
        return TemplateResponse(request, self.object_history_template, context | (extra_context or {}))

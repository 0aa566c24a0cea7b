"""The page of a need, with the solutions that could meet it: this room knows both."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from mhin.common.admin.acts import Panel
from needs.admin import NeedAdmin
from needs.models import Need

ADDING = "solutions.add_solution"

admin.site.unregister(Need)


@admin.register(Need)
class NeedWithSolutionsAdmin(NeedAdmin):
    def panel_of(self, request: HttpRequest, row: Any) -> Panel:
        panel = super().panel_of(request, row)
        panel.more["solutions"] = list(row.solutions.order_by("code"))
        if row.status == Need.Status.PUBLISHED and request.user.has_perm(ADDING):
            chosen = urlencode({"needs": row.pk, "area": row.area_id})
            panel.more["add_solution_url"] = f"{reverse('admin:solutions_solution_add')}?{chosen}"
        return panel

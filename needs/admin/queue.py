"""The list of needs as a queue: what waits comes first, with how many of each status."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest

from needs.models import Need
from needs.selectors.curation import WAITING, counts_by_status


class QueueFilter(admin.SimpleListFilter):
    title = "status"
    parameter_name = "queue"

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        self.looking_further = _asks_for_something_else(request)
        super().__init__(request, *args)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        counts = counts_by_status()
        named = [(str(status), str(label)) for status, label in Need.Status.choices]
        return [(key, f"{label} ({counts[key]})") for key, label in [("waiting", "Waiting"), *named, ("all", "All")]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Need]) -> QuerySet[Need]:
        chosen = self.value() or "waiting"
        if chosen == "waiting" and self.value() is None and self.looking_further:
            return queryset
        if chosen == "waiting":
            return queryset.filter(status__in=WAITING)
        return queryset if chosen == "all" else queryset.filter(status=chosen)

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        """Without Django's own "All": the queue is what the page shows unless somebody asks for more."""
        chosen = self.value() or ("all" if self.looking_further else "waiting")
        for key, title in self.lookup_choices:
            yield {
                "selected": key == chosen,
                "query_string": changelist.get_query_string({self.parameter_name: key}),
                "display": title,
            }


def _asks_for_something_else(request: HttpRequest) -> bool:
    """A search or another filter looks through every need, not only through those that wait."""
    return any(key not in {"p", "o", "e", "all"} for key in request.GET)

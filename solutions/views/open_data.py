"""Files of everything public, for people and for programs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import conditional_page

from mhin.common.access import public
from mhin.common.downloads import download
from solutions.exports import TABLES, Table, as_csv, as_json


@public
def show_open_data(request: HttpRequest) -> HttpResponse:
    return render(request, "solutions/open_data.html", {"tables": TABLES.values()})


@public
@conditional_page
def take_csv(request: HttpRequest, name: str) -> HttpResponse:
    table = _table_or_404(name)
    return download(as_csv(table), name=f"{table.name}.csv", content_type="text/csv; charset=utf-8")


@public
@conditional_page
def take_json(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(as_json(_table_or_404(name)), content_type="application/json")


def _table_or_404(name: str) -> Table:
    try:
        return TABLES[name]
    except KeyError as error:
        raise Http404 from error

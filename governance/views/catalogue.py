"""The health of the catalogue, for curators."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from governance.selectors.catalogue import catalogue_health
from mhin.common.access import permitted


@permitted("solutions.change_solution")
def show_health(request: HttpRequest) -> HttpResponse:
    return render(request, "governance/catalogue_health.html", {"health": catalogue_health()})

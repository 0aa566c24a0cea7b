"""Who took part and who disagrees."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from governance.charts import stability_figure, targets_figure
from governance.selectors.agreement import agreement_of
from governance.selectors.people import people_of
from governance.views._board import board_context, board_or_404
from mhin.common.access import permitted


@permitted("ratings.view_ranking", "ratings.view_participation")
def show_people(request: HttpRequest, slug: str) -> HttpResponse:
    board = board_or_404(request, slug)
    people = people_of(board)
    groups, regions = people.groups.with_target, people.regions.with_target
    context = board_context(board, "people") | {
        "people": people,
        "group_targets": targets_figure(groups) if groups else None,
        "region_targets": targets_figure(regions) if regions else None,
        "stability": stability_figure(people.stability) if people.halfway else None,
    }
    return render(request, "governance/board_people.html", context)


@permitted("ratings.view_ranking")
def show_agreement(request: HttpRequest, slug: str) -> HttpResponse:
    board = board_or_404(request, slug)
    context = board_context(board, "agreement") | {"agreement": agreement_of(board)}
    return render(request, "governance/board_agreement.html", context)


@permitted("ratings.view_ranking")
def show_agenda(request: HttpRequest, slug: str) -> HttpResponse:
    """The items for a meeting alone, to be printed, with room to write."""
    board = board_or_404(request, slug)
    context = board_context(board, "agreement") | {"agreement": agreement_of(board)}
    return render(request, "governance/board_agenda.html", context)

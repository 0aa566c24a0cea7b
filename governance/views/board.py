"""The executive's dashboards: the list of rounds and the ranking."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from governance.charts import contributions_figure, forest_figure
from governance.selectors.board import boards
from governance.selectors.people import participation_of
from governance.views._board import board_context, board_or_404
from mhin.common.access import permitted


@permitted("ratings.view_ranking", "ratings.view_participation")
def list_boards(request: HttpRequest) -> HttpResponse:
    return render(request, "governance/board_list.html", {"rounds": boards()})


@permitted("ratings.view_ranking", "ratings.view_participation")
def show_board(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """The whole page, or for htmx its moving part: nothing at all (204) while the run is the one the page has."""
    board = board_or_404(request, slug, number)
    if request.htmx and request.GET.get("mark") == board.mark:
        return HttpResponse(status=204)
    area = request.GET.get("area", "")
    rows = board.rows(area)
    context = board_context(board, "ranking") | {
        "area": area,
        "rows": rows,
        "forest": forest_figure(rows) if rows else None,
        "contributions": contributions_figure(rows) if rows else None,
        "participation": participation_of(board.round),
    }
    return render(request, "governance/_board.html" if request.htmx else "governance/board.html", context)

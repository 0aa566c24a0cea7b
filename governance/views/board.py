"""The executive's dashboards."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from governance.charts import ranking_figure
from governance.selectors.board import Board, board_of, boards
from mhin.common.access import permitted
from ratings.models import Round
from ratings.selectors import find_round


@permitted("ratings.view_ranking", "ratings.view_participation")
def list_boards(request: HttpRequest) -> HttpResponse:
    return render(request, "governance/board_list.html", {"rounds": boards()})


@permitted("ratings.view_ranking", "ratings.view_participation")
def show_board(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole page, or for htmx its moving part: nothing at all (204) while the run is the one the page has."""
    try:
        board = board_of(round_=find_round(slug), user=request.user)
    except Round.DoesNotExist as error:
        raise Http404("There is no round at this address.") from error
    if request.htmx and request.GET.get("mark") == board.mark:
        return HttpResponse(status=204)
    template = "governance/_board.html" if request.htmx else "governance/board.html"
    return render(request, template, _context(board))


def _context(board: Board) -> dict[str, object]:
    ranking = board.ranking
    figure = ranking_figure(ranking) if ranking and ranking.ranked else None
    return {"board": board, "round": board.round, "figure": figure, "simulated": board.round.is_simulated}

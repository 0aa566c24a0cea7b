"""The executive's dashboards: all rounds, the ranking of one, and one solution of it."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django_htmx.http import HTMX_STOP_POLLING

from governance.charts import (
    contributions_figure,
    forest_figure,
    group_views_figure,
    places_figure,
    spread_figure,
)
from governance.selectors.overview import overview_of_rounds
from governance.selectors.people import participation_of
from governance.selectors.solution import SolutionBoard, solution_of
from governance.views._board import board_context, board_or_404, known_mark
from mhin.common.access import permitted


@permitted("ratings.view_ranking", "ratings.view_participation")
def list_boards(request: HttpRequest) -> HttpResponse:
    return render(request, "governance/board_list.html", {"overview": overview_of_rounds()})


@permitted("ratings.view_ranking", "ratings.view_participation")
def show_board(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """The whole page, or for htmx its moving part: nothing at all (204) while the run is the one the page has.

    The figures are callables: the templates keep what they made of a run, and ask again only for another run.
    """
    board = board_or_404(request, slug, number)
    known = known_mark(request)
    if known == board.mark:
        return HttpResponse(status=204)
    area = request.GET.get("area", "")
    context = board_context(board, "ranking") | {
        "area": area,
        "is_news": board.is_news_to(known),
        "rows": partial(board.rows, area),
        "forest": lambda: forest_figure(board.rows(area)),
        "contributions": lambda: contributions_figure(board.rows(area)),
        "participation": partial(participation_of, board.round),
    }
    return render(request, "governance/_board.html" if request.htmx else "governance/board.html", context)


@permitted("ratings.view_ranking")
def show_newer(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """For an open page of figures: nothing (204) while its run is the newest, else a link, and it asks no more."""
    board = board_or_404(request, slug)
    if not board.is_shown_after(number):
        return HttpResponse(status=204)
    address = request.htmx.current_url_abs_path or reverse("governance:board", args=[slug])
    context = {"number": board.number, "address": address}
    return render(request, "governance/_newer_run.html", context, status=HTMX_STOP_POLLING)


@permitted("ratings.view_ranking")
def show_solution(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    board = board_or_404(request, slug)
    solution = solution_of(board, code)
    if solution is None:
        raise Http404("There is no figure of such a solution.")
    context = board_context(board, "solution") | {
        "solution": solution,
        "row": solution.row,
        "objectives": board.ranking.objectives,
    }
    return render(
        request, "governance/board_solution.html", context | _solution_figures(solution, board.round.shortlist_size)
    )


def _solution_figures(solution: SolutionBoard, shortlist_size: int) -> dict[str, object]:
    views = [(view, score) for view, score, _, _ in solution.views]
    official = solution.row.score
    return {
        "places": places_figure(solution.chances, shortlist_size) if solution.chances else None,
        "spread": spread_figure(solution.spreads) if solution.spreads else None,
        "group_views": group_views_figure(views, official) if views and official is not None else None,
    }

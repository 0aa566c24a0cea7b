"""Comparing two runs of a round, or two rounds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from governance.forms import CompareForm
from governance.selectors.comparison import compare
from governance.views._board import board_context, board_or_404
from mhin.common.access import permitted


@permitted("ratings.view_ranking")
def show_comparison(request: HttpRequest, slug: str) -> HttpResponse:
    """`run` and `with` name runs of this round by their numbers; `with` may name another round by its short name."""
    board = board_or_404(request, slug)
    form = CompareForm(request.GET or None, board=board)
    context = board_context(board, "compare") | {"form": form}
    if form.is_valid():
        before, after = (board_or_404(request, run.slug, run.number) for run in form.runs())
        context |= {"comparison": compare(before, after)}
    return render(request, "governance/board_compare.html", context)

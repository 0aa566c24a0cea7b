"""The page that says what would change the order."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from governance.forms import WhatIfForm
from governance.selectors.changes import changes_of, try_weights
from governance.views._board import board_context, board_or_404
from mhin.common.access import permitted


@permitted("ratings.view_ranking")
def show_changes(request: HttpRequest, slug: str) -> HttpResponse:
    """The sliders are a plain GET form, so a tried set of weights has an address of its own."""
    board = board_or_404(request, slug)
    changes = changes_of(board)
    context = board_context(board, "changes") | {"changes": changes}
    if board.is_shown:
        asked = any(objective.code in request.GET for objective in changes.objectives)
        form = WhatIfForm(request.GET if asked else None, ranking=board.ranking)
        context["form"] = form
        if form.is_valid():
            context["what_if"] = try_weights(board, form.weights())
    return render(request, "governance/board_changes.html", context)

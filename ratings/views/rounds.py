"""What a round is about, and what came out of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from mhin.common.access import public
from ratings.disclosure import release_ranking
from ratings.models import Round
from ratings.selectors import find_participant, objectives_of, round_solutions_of, visible_rounds
from ratings.views._scope import round_or_404


@public
def list_rounds(request: HttpRequest) -> HttpResponse:
    return render(request, "ratings/round_list.html", {"rounds": visible_rounds()})


@public
def show_round(request: HttpRequest, slug: str) -> HttpResponse:
    round_ = round_or_404(slug)
    signed_in = request.user.is_authenticated
    context = {
        "round": round_,
        "objectives": objectives_of(round_),
        "round_solutions": round_solutions_of(round_),
        "participant": find_participant(round_=round_, user=request.user) if signed_in else None,
        "simulated": round_.is_simulated,
    }
    return render(request, "ratings/round_detail.html", context)


@public
def show_results(request: HttpRequest, slug: str) -> HttpResponse:
    """Only a published round has results for everybody."""
    round_ = round_or_404(slug)
    if round_.status != Round.Status.PUBLISHED or round_.current_run is None:
        raise Http404("The results of this round are not published.")
    context = {"round": round_, "ranking": release_ranking(round_.current_run), "simulated": round_.is_simulated}
    return render(request, "ratings/round_results.html", context)

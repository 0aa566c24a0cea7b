"""Which rounds there are, and what each is about."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mhin.common.access import public
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

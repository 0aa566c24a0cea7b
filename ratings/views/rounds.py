"""Which rounds there are, and what each is about."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mhin.common.access import public
from ratings.disclosure import release_starting_time
from ratings.models import Round
from ratings.roll import waiting_group_changes
from ratings.selectors import find_participant, objectives_of, round_solutions_of, visible_rounds
from ratings.views._scope import round_or_404


@public
def list_rounds(request: HttpRequest) -> HttpResponse:
    return render(request, "ratings/round_list.html", {"rounds": visible_rounds()})


@public
def show_round(request: HttpRequest, slug: str) -> HttpResponse:
    round_ = round_or_404(slug)
    signed_in = request.user.is_authenticated
    participant = find_participant(round_=round_, user=request.user) if signed_in else None
    context = {
        "round": round_,
        "objectives": objectives_of(round_),
        "round_solutions": round_solutions_of(round_),
        "participant": participant,
        "waiting": _waiting_requests(request, round_),
        "starting_time": release_starting_time(round_) if round_.is_open and not participant else None,
        "simulated": round_.is_simulated,
    }
    return render(request, "ratings/round_detail.html", context)


def _waiting_requests(request: HttpRequest, round_: Round) -> int | None:
    """None for whoever does not decide them."""
    decides = request.user.has_perm("ratings.decide_group_change") and round_.kind == Round.Kind.SURVEY
    return waiting_group_changes(round_).count() if decides else None

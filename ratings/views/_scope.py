"""How a page reaches its rows: always starting from the person who asks."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from mhin.common.access import View, permitted
from ratings.entries import sits_on_a_board
from ratings.models import Participant, Round, RoundSolution
from ratings.selectors import Progress, find_participant, find_round
from ratings.services.consent import has_live_consent


def permitted_off_the_boards(permission: str) -> Callable[[View], View]:
    """Like `permitted`, but nobody who sits on a board: they must not see what one person said."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: object) -> HttpResponse:
            if sits_on_a_board(request.user):
                raise PermissionDenied
            return view(request, **kwargs)

        return permitted(permission)(guarded)

    return mark


def round_or_404(slug: str) -> Round:
    try:
        return find_round(slug)
    except Round.DoesNotExist as error:
        raise Http404("There is no round at this address.") from error


def own_participant(request: HttpRequest, round_: Round) -> Participant | None:
    """None also for somebody who has yet to agree to a new consent text: the page of joining asks them.

    Once the round takes no answers there is nothing to agree to, and people may still look.
    """
    participant = find_participant(round_=round_, user=request.user)
    if participant and round_.is_open and not has_live_consent(participant):
        return None
    return participant


def taking_part(view: View) -> View:
    """The view gets the round and the person's part in it. Whoever has none yet is led to the page of joining."""

    @wraps(view)
    def guarded(request: HttpRequest, slug: str, **kwargs: object) -> HttpResponse:
        round_ = round_or_404(slug)
        participant = own_participant(request, round_)
        if participant is None:
            return redirect("ratings:round-join", slug)
        return view(request, round_, participant, **kwargs)

    return guarded


def weights_asked(view: View) -> View:
    """After `taking_part`: a round whose weights were set beforehand has no page to give any."""

    @wraps(view)
    def guarded(request: HttpRequest, round_: Round, participant: Participant, **kwargs: object) -> HttpResponse:
        if not round_.asks_weights:
            raise Http404("The weights of this round were set beforehand.")
        return view(request, round_, participant, **kwargs)

    return guarded


def round_solution_or_404(progress: Progress, code: str) -> RoundSolution:
    for item in progress.solutions:
        if item.round_solution.code == code:
            return item.round_solution
    raise Http404("This round has no solution of that name.")

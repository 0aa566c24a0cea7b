"""How a page reaches its rows: always starting from the person who asks."""

from django.http import Http404, HttpRequest

from ratings.models import Participant, Round, RoundSolution
from ratings.selectors import Progress, find_participant, find_round
from ratings.services.consent import has_live_consent


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


def round_solution_or_404(progress: Progress, code: str) -> RoundSolution:
    for item in progress.solutions:
        if item.round_solution.code == code:
            return item.round_solution
    raise Http404("This round has no solution of that name.")

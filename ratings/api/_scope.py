"""How an operation reaches its rows: always starting from the person who asks."""

from django.http import Http404, HttpRequest

from mhin.common.api import Problem
from ratings.models import Participant, Round, RoundSolution
from ratings.selectors import find_participant, find_round, round_solutions_of

NOT_ON_ITS_OWN = {401: Problem, 404: Problem, 422: Problem}
ON_WRITING = {400: Problem, 403: Problem, 413: Problem, 415: Problem, **NOT_ON_ITS_OWN}


def round_or_404(slug: str) -> Round:
    try:
        return find_round(slug)
    except Round.DoesNotExist as error:
        raise Http404("There is no round at this address.") from error


def own_part_or_404(request: HttpRequest, slug: str) -> tuple[Round, Participant]:
    """Always from the person who asks, so there is no address of another person's answers."""
    round_ = round_or_404(slug)
    participant = find_participant(round_=round_, user=request.user)
    if participant is None:
        raise Http404("You have no answers here, because you have not joined this round.")
    return round_, participant


def round_solution_or_404(round_: Round, code: str) -> RoundSolution:
    for item in round_solutions_of(round_):
        if item.code == code:
            return item
    raise Http404("This round has no solution of that code.")

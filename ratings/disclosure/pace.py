"""How long a round takes before anybody's own pace is known: from the pace of those who rate in it, or a guess."""

from dataclasses import dataclass
from statistics import median

from django.core.cache import caches

from ratings.models import Round
from ratings.pace import seconds_a_solution

GUESSED_SECONDS = 22  # for each question: 22 solutions with 5 questions are about 40 minutes
KEPT_SECONDS = 60 * 60


@dataclass(frozen=True)
class StartingTime:
    """Minutes for the whole round, in fives; measured when k people or more have shown their pace."""

    minutes: int
    is_measured: bool


def release_starting_time(round_: Round) -> StartingTime:
    """The middle one of people's paces. It is worked out at most once an hour, so that no figure follows one person."""
    key = f"starting-time:{round_.pk}"
    found: StartingTime | None = caches["runs"].get(key)
    if found is None:
        found = _starting_time(round_)
        caches["runs"].set(key, found, KEPT_SECONDS)
    return found


def _starting_time(round_: Round) -> StartingTime:
    solutions, questions = round_.round_solutions.count(), round_.objectives.count()
    paces = seconds_a_solution(round_, questions)
    if len(paces) < round_.smallest_group:
        return StartingTime(_in_fives(GUESSED_SECONDS * solutions * questions), is_measured=False)
    return StartingTime(_in_fives(median(paces) * solutions), is_measured=True)


def _in_fives(seconds: float) -> int:
    return max(5, 5 * round(seconds / 60 / 5))

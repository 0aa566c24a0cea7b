"""How long the rest will take somebody, from their own pace. Nothing is stored for it but when each answer came.

What others need is a figure about people, and leaves by the gate alone (ratings.disclosure.pace).
"""

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise
from math import ceil
from statistics import median

from django.db import connection

from ratings.models import Participant, RatingEvent, Round
from ratings.selectors import Progress

FEWEST_SOLUTIONS = 3  # before that it would be a guess
LONGEST_GAP = timedelta(minutes=3)  # a longer one is a break


def minutes_left(participant: Participant, progress: Progress) -> int | None:
    """The median time of a finished solution, times what is still open; None while nothing can be said."""
    if progress.completed < FEWEST_SOLUTIONS or progress.is_complete:
        return None
    finished = {item.round_solution.pk for item in progress.solutions if item.is_complete}
    spent = [seconds for pk, seconds in _seconds_spent(participant).items() if pk in finished]
    if not spent:
        return None
    open_share = sum(1 - item.answered / len(item.answers) for item in progress.solutions)
    return max(1, ceil(median(spent) * open_share / 60))


def _seconds_spent(participant: Participant) -> dict[int, float]:
    """Seconds a solution took, by its id: the gaps before its saves, breaks cut short."""
    events = RatingEvent.objects.filter(participant=participant).order_by("at", "pk")
    seconds: dict[int, float] = defaultdict(float)
    for (_, before), (pk, at) in pairwise(events.values_list("round_solution_id", "at")):
        seconds[pk] += min(at - before, LONGEST_GAP).total_seconds()
    return seconds


PACES = """
    WITH gaps AS (
        SELECT participant_id, round_solution_id, objective_id,
            extract(epoch FROM at - lag(at) OVER (PARTITION BY participant_id ORDER BY at, event.id)) AS seconds
        FROM ratings_ratingevent event JOIN ratings_participant person ON person.id = participant_id
        WHERE round_id = %s AND mode = 'self' AND NOT is_simulated
    ), spent AS (
        SELECT participant_id, sum(least(seconds, %s)) AS seconds FROM gaps
        GROUP BY participant_id, round_solution_id
        HAVING count(DISTINCT objective_id) = %s AND sum(seconds) > 0
    )
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) FROM spent
    GROUP BY participant_id HAVING count(*) >= %s
"""


def seconds_a_solution(round_: Round, questions: int) -> list[float]:
    """The median time of a finished solution, for each person who finished enough of them on the screen."""
    wanted = [round_.pk, LONGEST_GAP.total_seconds(), questions, FEWEST_SOLUTIONS]
    with connection.cursor() as cursor:
        cursor.execute(PACES, wanted)
        return [float(seconds) for (seconds,) in cursor.fetchall()]

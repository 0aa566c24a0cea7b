"""Whether the ranking stays quick while many look at it: `python -m tests.bench.board`.

Starts the portal as it is deployed with a round of 22 solutions, 5 objectives and 2,000 simulated people, and asks for
the executive's ranking a hundred times a second: as a whole page, as the open page that looks for a new run, and over
the API, with and without the mark of what is known. Times count from when a request was due, so waiting in line counts.
The asking process shares the cores with the portal.
"""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Iterator
from itertools import count

from tests.bench.portal import PORT, median, p95, portal, say

PEOPLE = 2_000
A_SECOND = 100
SECONDS = 20
AT_ONCE = 24
WANTED = 200.0  # milliseconds, 95 of 100 requests
ROUND = "priorities-2026"
PAGE = f"/board/{ROUND}/"
OPERATION = f"/api/v1/rounds/{ROUND}/ranking"
SIMULATE = f"simulate_stakeholders {ROUND} --people={PEOPLE} --seed=1"
COMMANDS = ("load_catalogue", "load_governance", "create_demo", SIMULATE, f"recompute {ROUND}")


def main() -> None:
    """Measure and print."""
    with portal("Executive", *COMMANDS) as (_, session):
        signed_in = {"Cookie": f"sessionid={session}"}
        mark, etag = known(signed_in)
        kinds = {
            "whole page": (PAGE, signed_in, 200),
            "open page that looks again": (f"{PAGE}?mark={mark}", signed_in | {"HX-Request": "true"}, 204),
            "API, nothing known": (OPERATION, signed_in, 200),
            "API, this run known": (OPERATION, signed_in | {"If-None-Match": etag}, 304),
        }
        for name, (path, headers, expected) in kinds.items():
            ask_at_a_rate(path, headers, seconds=2)
            times, answers, rate = ask_at_a_rate(path, headers, seconds=SECONDS)
            verdict = "met" if p95(times) < WANTED and set(answers) == {expected} else "missed"
            say(
                f"{name:<28} {rate:>4.0f}/s  median {median(times):>6.1f} ms  p95 {p95(times):>6.1f} ms  "
                f"answers {dict(answers)}  {verdict}: p95 under {WANTED:.0f} ms wanted"
            )


def known(headers: dict[str, str]) -> tuple[str, str]:
    """What an open page and a caller of the API know of the current run."""
    connection = http.client.HTTPConnection("localhost", PORT)
    connection.request("GET", PAGE, headers=headers)
    page = connection.getresponse().read().decode()
    connection.request("GET", OPERATION, headers=headers)
    response = connection.getresponse()
    response.read()
    mark = page.partition('name="mark" value="')[2].partition('"')[0]
    return mark, response.headers["ETag"]


def ask_at_a_rate(path: str, headers: dict[str, str], seconds: int) -> tuple[list[float], Counter[int], float]:
    """Milliseconds from when each request was due to its answer, the kinds of answers, and answers a second."""
    times: list[float] = []
    answers: Counter[int] = Counter()
    began = time.perf_counter() + 0.2
    dues = (began + number / A_SECOND for number in count())
    take = threading.Lock()

    def ask() -> None:
        connection = http.client.HTTPConnection("localhost", PORT, timeout=60)
        for due in until(dues, take, began + seconds):
            time.sleep(max(0.0, due - time.perf_counter()))
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            response.read()
            times.append((time.perf_counter() - due) * 1000)
            answers[response.status] += 1

    askers = [threading.Thread(target=ask) for _ in range(AT_ONCE)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    return times, answers, len(times) / (time.perf_counter() - began)


def until(dues: Iterator[float], take: threading.Lock, end: float) -> Iterator[float]:
    """The next request's time for whoever is free."""
    while True:
        with take:
            due = next(dues)
        if due >= end:
            return
        yield due


if __name__ == "__main__":
    main()

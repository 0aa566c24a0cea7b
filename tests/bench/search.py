"""How long a search among 10,000 needs takes: `python -m tests.bench.search`. It makes a database of its own."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from mhin.embedded import services

NEEDS = 10_000
ROUNDS = 12
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "mhin.settings",
    "SECRET_KEY": "only-for-the-bench-" + "0" * 40,
    "SITE_URL": "http://testserver",
    "ALLOWED_HOSTS": "testserver",
    "STATICFILES_BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
}
SEARCHES = [
    "waiting",
    "crisis support at night",
    "young people",
    "psych",
    "N4711",
    "loneliness older rural",
    "services",
    "childern",
    "wiating lists",
    "physcal helth psycosis",
    "no such word zzzz",
    "the",
    "' OR 1=1 --",
    "((((!!!!&&&&",
]
TITLES = [
    "Long waits for children in a crisis",
    "People with psychosis get no help with physical health",
    "housing",
    "x y z",
]
WHO = ["children", "young people", "older adults", "carers", "veterans", "new parents", "students", "farmers"]
WHAT = [
    "long waits for",
    "no crisis help at night for",
    "poor physical health of",
    "loneliness among",
    "too few talking therapies for",
    "unequal access to services for",
    "psychosis recognised late in",
]
WHERE = ["in villages", "in schools", "in prison", "after discharge", "at weekends", "in care homes", "online"]
WORDS = ["therapy", "nurse", "family", "hospital", "waiting", "urgent", "local", "peer", "training", "staff", "night"]


def make_needs() -> None:
    """Titles of some four hundred kinds and texts of forty words, spread over seven areas."""
    from tests.factories.needs import AreaFactory, NeedFactory  # noqa: PLC0415 -- needs Django to be ready

    areas = AreaFactory.create_batch(7)
    needs = [
        NeedFactory.build(
            code=f"N{number}",
            title=f"{WHAT[number % 7]} {WHO[number // 7 % 8]} {WHERE[number // 56 % 7]} {number}".capitalize(),
            detail=" ".join(WORDS[(number * step) % len(WORDS)] for step in range(1, 41)),
            area=areas[number % 7],
        )
        for number in range(NEEDS)
    ]
    type(needs[0]).objects.bulk_create(needs, batch_size=1000)


def seconds(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def told(name: str, times: list[float]) -> str:
    p95 = statistics.quantiles(times, n=20)[-1] * 1000
    return f"{name:<34} median {statistics.median(times) * 1000:7.1f} ms   p95 {p95:7.1f} ms   {len(times)} times"


def measure() -> None:
    """The page as the web server makes it, the suggestions of the form, and each search on its own."""
    import django  # noqa: PLC0415 -- the settings exist only now

    django.setup()
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from needs.selectors import listed_needs  # noqa: PLC0415
    from needs.selectors.search import find_needs  # noqa: PLC0415

    make_needs()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE needs_need")
    client = Client()
    page = {text: [seconds(lambda t=text: client.get("/needs/", {"q": t})) for _ in range(ROUNDS)] for text in SEARCHES}
    similar = [seconds(lambda t=t: client.post("/needs/similar/", {"title": t})) for _ in range(ROUNDS) for t in TITLES]
    api = [seconds(lambda t=t: client.get("/api/v1/needs", {"q": t})) for _ in range(ROUNDS) for t in SEARCHES]
    lines = [told(f"page: {text}", times[1:]) for text, times in page.items()]
    queries = [
        seconds(lambda t=t: list(find_needs(listed_needs(), t).needs[:25])) for _ in range(ROUNDS) for t in SEARCHES
    ]
    lines.append(told("queries alone: all searches", queries[1:]))
    lines.append(told("page: all searches", [each for times in page.values() for each in times[1:]]))
    lines += [told("suggestions while typing", similar[1:]), told("API: all searches", api[1:])]
    sys.stdout.write("\n".join(lines) + "\n")


def main() -> None:
    with services() as urls:
        os.environ.update(SETTINGS | urls)
        for command in (["migrate", "--verbosity=0"], ["createcachetable"]):
            subprocess.run([sys.executable, "manage.py", *command], check=True)  # noqa: S603 -- our own interpreter
        measure()


if __name__ == "__main__":
    main()

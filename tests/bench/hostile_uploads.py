"""Whether an ordinary page suffers while hostile files are checked: `python -m tests.bench.hostile_uploads`.

Starts the portal as it is deployed (gunicorn, a Celery worker, PostgreSQL, Valkey), times a page on the quiet portal,
brings every hostile file through the real form, and times the same page meanwhile.
"""

import http.client
import re
import threading
import time
from pathlib import Path

from tests.bench.portal import PORT, median, p95, portal, said, say
from tests.common.hostile_files import HOSTILE

PAGE = "/needs/"
FORM = "/catalogue/imports/"
PART = {"HX-Request": "true"}  # as the page itself looks again
LOOK_AGAIN = 0.5  # the page waits four times as long
QUIET_SECONDS = 20.0
PAUSE = 0.05  # a reader, not a load test
COUNT = """
import json, django; django.setup()
from django.db.models import Count
from solutions.models import CatalogueImport
print(json.dumps(dict(CatalogueImport.objects.values_list("status").annotate(Count("pk")))))
"""


def main() -> None:
    """Measure and print."""
    with portal("Curator", "load_catalogue", worker=True) as (web, session):
        measure(web, session)


def measure(web: int, session: str) -> None:
    """Time the page on the quiet portal, then while files come in."""
    curator = Curator(session)
    timed(5.0)
    quiet = timed(QUIET_SECONDS)
    before = memory(web, "VmRSS")
    bringing = threading.Thread(target=curator.bring_all)
    bringing.start()
    busy: list[float] = []
    while bringing.is_alive():
        busy.extend(timed(0.5))
    quiet.extend(timed(QUIET_SECONDS))  # before and after, so that a busy machine slows both
    say(f"{len(curator.answers)} hostile files brought, in the end: {said(COUNT).strip()}")
    at_once = curator.answers.count("")
    say(f"refused at the form: {at_once}; by the worker: {len(curator.answers) - at_once}")
    for name, times in (("on the quiet portal", quiet), ("while files are checked", busy)):
        say(f"{PAGE} {name}: {len(times)} requests, median {median(times):.1f} ms, p95 {p95(times):.1f} ms")
    say(f"median {median(busy) / median(quiet):.2f} times as long, p95 {p95(busy) / p95(quiet):.2f} times")
    after, highest = memory(web, "VmRSS"), memory(web, "VmHWM")
    say(f"web processes together: {before:.0f} MB before, {after:.0f} MB after, {highest:.0f} MB at most")


class Curator:
    """Somebody signed in who brings one file after another, each checked before the next comes."""

    def __init__(self, session: str) -> None:
        self.cookies = {"sessionid": session}
        self.answers: list[str] = []
        self.files = [make() for make, _ in HOSTILE.values()]

    def bring_all(self) -> None:
        """Bring them all; an empty answer is a form that refused the file at once."""
        for content in self.files:
            self.answers.append(self.bring(content))
            while self.answers[-1] and b"import-waiting" in self.ask("GET", self.answers[-1], headers=PART)[0]:
                time.sleep(LOOK_AGAIN)

    def bring(self, content: bytes) -> str:
        """Send the form as a browser does; the address it leads to."""
        page, _ = self.ask("GET", FORM)
        token = re.findall(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)[-1]
        name = b'\r\n--b0undary\r\nContent-Disposition: form-data; name="%b"%b\r\n\r\n'
        file = name % (b"file", b'; filename="x.xlsx"\r\nContent-Type: application/octet-stream')
        body = name % (b"csrfmiddlewaretoken", b"") + token + file + content + b"\r\n--b0undary--\r\n"
        return self.ask("POST", FORM, body, {"Content-Type": "multipart/form-data; boundary=b0undary"})[1]

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[bytes, str]:
        """Return the page and where it leads."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection = http.client.HTTPConnection("localhost", PORT, timeout=120)
        connection.request(method, path, body, {"Cookie": cookies} | (headers or {}))
        response = connection.getresponse()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        content = response.read()
        connection.close()
        assert response.status in (200, 302), (response.status, path)
        return content, response.headers.get("Location", "")


def timed(seconds: float) -> list[float]:
    """Ask for the page again and again, with a pause between; milliseconds of each answer."""
    times, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        began = time.perf_counter()
        connection = http.client.HTTPConnection("localhost", PORT, timeout=30)
        connection.request("GET", PAGE)
        connection.getresponse().read()
        times.append((time.perf_counter() - began) * 1000)
        connection.close()
        time.sleep(PAUSE)
    return times


def memory(master: int, line: str) -> float:
    """Megabytes of gunicorn's worker processes together."""
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    found = [re.search(rf"{line}:\s+(\d+) kB", Path(f"/proc/{child}/status").read_text()) for child in children]
    return sum(int(match[1]) for match in found if match) / 1024


if __name__ == "__main__":
    main()

"""Whether an ordinary page suffers while hostile files are checked: `python -m tests.bench.hostile_uploads`.

Starts the portal as it is deployed (gunicorn, a Celery worker, PostgreSQL, Valkey), times a page on the quiet portal,
brings every hostile file through the real form, and times the same page meanwhile.
"""

import http.client
import os
import re
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

from mhin.embedded import services
from tests.common.hostile_files import HOSTILE

PORT = 8911
PAGE = "/needs/"
FORM = "/catalogue/imports/"
PART = {"HX-Request": "true"}  # as the page itself looks again
LOOK_AGAIN = 0.5  # the page waits four times as long
QUIET_SECONDS = 20.0
PAUSE = 0.05  # a reader, not a load test
SETTINGS = {
    "SECRET_KEY": "only-for-the-bench-" + "0" * 40,
    "ALLOWED_HOSTS": "localhost",
    "SITE_URL": f"http://localhost:{PORT}",
    "REQUIRE_STAFF_MFA": "0",
    "STATICFILES_BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
}
PREPARE = """
import django; django.setup()
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from mhin.accounts.models import User
from mhin.accounts.services import grant_role
for name in ("migrate", "createcachetable", "sync_roles", "load_catalogue"):
    call_command(name, verbosity=0, stdout=open("/dev/null", "w"))
user = User.objects.create_user("curator@example.org", None)
grant_role(user=user, role="Curator", by=None)
session = SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session.save()
print(session.session_key)
"""
COUNT = """
import json, django; django.setup()
from django.db.models import Count
from solutions.models import CatalogueImport
print(json.dumps(dict(CatalogueImport.objects.values_list("status").annotate(Count("pk")))))
"""


GUNICORN = ["-m", "gunicorn", "mhin.wsgi", f"--bind=127.0.0.1:{PORT}", "--workers=2", "--threads=4"]
CELERY = ["-m", "celery", "-A", "mhin", "worker", "--concurrency=2", "--loglevel=ERROR"]


def main() -> None:
    """Measure and print."""
    with services() as addresses:
        os.environ.update(SETTINGS | addresses | {"DJANGO_SETTINGS_MODULE": "mhin.settings"})
        session = said(PREPARE).splitlines()[-1]
        web, worker = (subprocess.Popen([sys.executable, *command]) for command in (GUNICORN, CELERY))  # noqa: S603
        try:
            measure(web.pid, session)
        finally:
            for process in (worker, web):
                process.terminate()
                process.wait()


def measure(web: int, session: str) -> None:
    """Time the page on the quiet portal, then while files come in."""
    curator = Curator(session)
    wait_for_page()
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


def wait_for_page() -> None:
    """Until the web server answers."""
    for _ in range(300):
        try:
            timed(0.01)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The web server does not answer.")


def memory(master: int, line: str) -> float:
    """Megabytes of gunicorn's worker processes together."""
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    found = [re.search(rf"{line}:\s+(\d+) kB", Path(f"/proc/{child}/status").read_text()) for child in children]
    return sum(int(match[1]) for match in found if match) / 1024


def median(times: list[float]) -> float:
    return statistics.median(times)


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def said(code: str) -> str:
    """What a Python process prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

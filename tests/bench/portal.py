"""The portal as it is deployed, for a bench: gunicorn, perhaps a Celery worker, a database and a broker of its own."""

import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from time import sleep

from mhin.embedded import services

PORT = 8911
SETTINGS = {
    "SECRET_KEY": "only-for-the-bench-" + "0" * 40,
    "ALLOWED_HOSTS": "localhost",
    "SITE_URL": f"http://localhost:{PORT}",
    "REQUIRE_STAFF_MFA": "0",
    "STATICFILES_BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
    "DEMO_PASSWORD": "nobody signs in with it",
    "OPENBLAS_NUM_THREADS": "1",
}
SIGN_IN = """
import sys
import django; django.setup()
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from mhin.accounts.models import User
from mhin.accounts.services import grant_role
for command in sys.argv[2:]:
    call_command(*command.split(), verbosity=0, stdout=open("/dev/null", "w"))
user = User.objects.create_user(f"{sys.argv[1].lower()}-of-the-bench@example.org", None)
grant_role(user=user, role=sys.argv[1], by=None)
session = SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session.save()
print(session.session_key)
"""
GUNICORN = ["-m", "gunicorn", "mhin.wsgi", f"--bind=127.0.0.1:{PORT}", "--workers=2", "--threads=4"]
CELERY = ["-m", "celery", "-A", "mhin", "worker", "--concurrency=2", "--loglevel=ERROR"]


@contextmanager
def portal(role: str, *commands: str, worker: bool = False) -> Iterator[tuple[int, str]]:
    """The web server's process id, and the session of somebody with that role, after the management commands."""
    with services() as addresses:
        os.environ.update(SETTINGS | addresses | {"DJANGO_SETTINGS_MODULE": "mhin.settings"})
        session = said(SIGN_IN, role, "migrate", "createcachetable", "sync_roles", *commands).splitlines()[-1]
        started = [subprocess.Popen([sys.executable, *one]) for one in ([GUNICORN, CELERY] if worker else [GUNICORN])]  # noqa: S603
        try:
            _wait_for_web()
            yield started[0].pid, session
        finally:
            for process in reversed(started):
                process.terminate()
                process.wait()


def _wait_for_web() -> None:
    for _ in range(300):
        connection = HTTPConnection("localhost", PORT, timeout=30)
        try:
            connection.request("GET", "/healthz/live")
            connection.getresponse().read()
        except OSError:
            sleep(0.2)
        else:
            return
        finally:
            connection.close()
    raise SystemExit("The web server does not answer.")


def median(times: list[float]) -> float:
    return statistics.median(times)


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def said(code: str, *arguments: str) -> str:
    """What a Python process prints."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout  # noqa: S603


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()

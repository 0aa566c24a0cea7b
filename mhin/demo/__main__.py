"""Starts everything in order, watches it, and stops it in the opposite order."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import Popen
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

from mhin.celery import app as celery_app
from mhin.demo.prepare import ROUND
from mhin.demo.surroundings import (
    CHECKOUT,
    HOST,
    AlreadyRunningError,
    Folders,
    free_port,
    only_one,
    portal_settings,
)
from mhin.embedded import ServerError, guarded, services

PATIENCE = 90  # seconds for all processes to be ready
WEB = ["-m", "gunicorn", "mhin.wsgi", "--workers=2", "--threads=4", "--access-logfile=-"]
WORKER = ["-m", "celery", "-A", "mhin", "worker", "--concurrency=2", "--loglevel=INFO", "--without-gossip"]
SWEEPER = ["manage.py", "sweep"]

SIGN_INS = (
    ("stakeholder@example.org", "rates solutions"),
    ("executive@example.org", "reads the boards and records decisions"),
    ("curator@example.org", "looks after needs, solutions and evidence"),
    ("administrator@example.org", "looks after people, rounds and settings"),
    ("second-administrator@example.org", "keys a paper sheet a second time"),
)


class DemoError(RuntimeError):
    """A process of the demo failed; the message says which, and where its log is."""


def main() -> None:
    options = read_options()
    # A shell that starts us in the background has SIGINT ignored; it must stop us all the same.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    os.chdir(CHECKOUT)
    began = time.monotonic()
    try:
        run(Folders(options.folder.resolve()), port=options.port, afresh=options.reset, began=began)
    except KeyboardInterrupt:
        say("Everything has stopped. What you entered is kept; make demo RESET=1 starts afresh.")
    except (AlreadyRunningError, DemoError, ServerError, OSError) as error:
        sys.exit(f"\n{error}")


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make demo", description="Run the portal with sample data.")
    parser.add_argument("--port", type=int, default=8000, help="the first port to try (8000)")
    parser.add_argument("--reset", action="store_true", help="forget what the demo holds and start afresh")
    parser.add_argument("--folder", type=Path, default=CHECKOUT / ".demo", help="where it keeps things (.demo)")
    return parser.parse_args()


def stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def run(folders: Folders, *, port: int, afresh: bool, began: float) -> None:
    port = free_port(port)
    address = f"http://localhost:{port}/"
    with only_one(folders.root, address):
        if afresh:
            folders.empty()
        folders.create()
        say("Starting PostgreSQL and Valkey ..." + named_elsewhere())
        with services(data=folders.data, logs=folders.logs) as urls:
            os.environ.update(portal_settings(folders, address) | urls)
            prepare()
            with processes(folders.logs, port) as running:
                say("Starting the web server, the worker and the sweeper ...")
                wait_until_ready(running, folders.logs, port)
                say(summary(folders, address, os.environ["DEMO_PASSWORD"], seconds=time.monotonic() - began))
                watch(running, folders.logs)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def named_elsewhere() -> str:
    named = [name for name in ("DATABASE_URL", "CELERY_BROKER_URL") if os.environ.get(name)]
    return f" (except what {' and '.join(named)} name)" if named else ""


def prepare() -> None:
    with guarded([sys.executable, "-m", "mhin.demo.prepare"], None, stop_with=signal.SIGTERM) as process:
        if process.wait():
            raise DemoError("The demo's data could not be prepared; the reason stands above.")


@contextmanager
def processes(logs: Path, port: int) -> Iterator[dict[str, Popen[bytes]]]:
    """The portal's processes by name; at the end they stop in the opposite order, before the servers do."""
    commands = {"web": [*WEB, f"--bind={HOST}:{port}"], "worker": WORKER, "sweeper": SWEEPER}
    with ExitStack() as stack:
        running = {}
        for name, command in commands.items():
            log = stack.enter_context((logs / f"{name}.log").open("ab"))
            running[name] = stack.enter_context(guarded([sys.executable, *command], log, stop_with=signal.SIGTERM))
        try:
            yield running
        finally:
            say("\nStopping ...")


def wait_until_ready(running: dict[str, Popen[bytes]], logs: Path, port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while not (web_is_ready(port) and worker_is_ready()):
        fail_if_one_ended(running, logs)
        if time.monotonic() > deadline:
            raise DemoError(f"The portal is not ready after {PATIENCE} seconds; see the logs in {logs}.")
        time.sleep(0.1)


def web_is_ready(port: int) -> bool:
    try:
        with urlopen(f"http://{HOST}:{port}/healthz/ready", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def worker_is_ready() -> bool:
    return bool(celery_app.control.ping(timeout=1.0, limit=1))


def watch(running: dict[str, Popen[bytes]], logs: Path) -> None:
    while True:
        fail_if_one_ended(running, logs)
        time.sleep(0.5)


def fail_if_one_ended(running: dict[str, Popen[bytes]], logs: Path) -> None:
    for name, process in running.items():
        if process.poll() is not None:
            log = logs / f"{name}.log"
            last_lines = "\n".join(log.read_text(errors="replace").splitlines()[-8:])
            raise DemoError(f"The {name} process ended by itself. The end of {log}:\n{last_lines}")


def summary(folders: Folders, address: str, password: str, *, seconds: float) -> str:
    places = (
        ("Home page", ""),
        ("Survey round, open, answers simulated", f"rounds/{ROUND}/"),
        ("Its board, for the executive", f"board/{ROUND}/"),
        ("Decision conference, published", "rounds/mhin-2022/results/"),
        ("Governance", "governance/"),
        ("Curation and settings", "admin/"),
        ("Sign in", "accounts/login/"),
    )
    lines = [f"\nThe portal runs (started in {seconds:.0f} s).\n"]
    lines += [f"  {name:<40}{address}{path}" for name, path in places]
    lines += [f"\nSign in with the password  {password}  as\n"]
    lines += [f"  {email:<33}who {does}" for email, does in SIGN_INS]
    lines += [f"\nLogs and mails are in {folders.root}. Ctrl-C stops everything."]
    return "\n".join(lines)


if __name__ == "__main__":
    main()

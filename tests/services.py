"""An early pytest plugin: real servers, named in the environment before Django reads its settings.

A conftest.py would be too late. With MHIN_NO_SKIPS set, a skipped test fails the run.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from mhin.embedded import services

SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "mhin.settings",
    "SECRET_KEY": "only-for-the-tests-" + "0" * 40,
    "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",  # a worker that a test starts refuses to run without
    "SITE_URL": "http://testserver",
    "STATICFILES_BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
}


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    # A wrapper runs before pytest-django's own hook, which reads the settings.
    stack = ExitStack()
    early_config.add_cleanup(stack.close)
    for name, value in (stack.enter_context(services()) | SETTINGS).items():
        os.environ.setdefault(name, value)
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if os.environ.get("MHIN_NO_SKIPS") and skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if os.environ.get("MHIN_NO_SKIPS") and skipped(config):
        terminalreporter.section("skipped tests, which MHIN_NO_SKIPS forbids", red=True)
        for report in skipped(config):
            terminalreporter.write_line(f"{report.nodeid}: {report.longrepr[2]}")


def skipped(config: pytest.Config) -> list[pytest.TestReport]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return reporter.stats.get("skipped", []) if reporter else []

"""A real Chromium against the live server; tests here are marked e2e."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect, sync_playwright

from mhin.celery import app

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 30_000  # milliseconds; a slow machine fails no test, only a thing that never comes
AXE = Path("tests/vendor/axe.min.js").read_text(encoding="utf-8")
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.e2e)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def browser():
    # Playwright's loop runs in this thread, where Django would otherwise refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Visitor:
    """One person at one browser window. Whatever the page reports as an error fails the test."""

    def __init__(self, browser: Browser, base_url: str, width: int = 1280):
        self.base_url = base_url
        self.context = browser.new_context(base_url=base_url, viewport={"width": width, "height": 900})
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.errors: list[str] = []
        self.page.on("console", lambda message: self._note(message))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _note(self, message):
        expected_status = "Failed to load resource: the server responded with a status of 4" in message.text
        if message.type == "error" and not expected_status:
            self.errors.append(message.text)

    def sign_in(self, user, client):
        client.force_login(user)
        session = client.cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": session, "url": self.base_url}])

    def axe_violations(self) -> list[str]:
        self.page.evaluate(AXE)
        result = self.page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", AXE_RULES)
        return [f"{v['id']}: {n['html'][:120]}" for v in result["violations"] for n in v["nodes"]]

    def scrolls_sideways(self) -> bool:
        return self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")

    def faults(self, path: str) -> list[str]:
        """What keeps a page from being free of barriers, once it has come to rest."""
        self.page.goto(path)
        self.page.wait_for_load_state("networkidle")
        return self.axe_violations() + (["scrolls sideways"] if self.scrolls_sideways() else [])


@pytest.fixture
def visit(browser, live_server):
    """Open a browser window of a given width."""
    visitors = []

    def open_window(width=1280):
        visitors.append(Visitor(browser, live_server.url, width))
        return visitors[-1]

    yield open_window
    for visitor in visitors:
        visitor.context.close()
    assert [error for visitor in visitors for error in visitor.errors] == []


@pytest.fixture
def part(stage, stakeholder):
    """The stakeholder, in the round of the file's own stage."""
    return stage.join(stakeholder)


@pytest.fixture
def rater(visit, client, stakeholder, part):
    """Opens a window in which the stakeholder is signed in."""

    def open_window(width=1280):
        window = visit(width)
        window.sign_in(stakeholder, client)
        return window

    return open_window


@pytest.fixture
def plain_page(browser, live_server, client, stakeholder, part):
    """A page in a browser without scripts."""
    client.force_login(stakeholder)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    yield context.new_page()
    context.close()


@pytest.fixture
def worker(transactional_db, tmp_path):
    """A real Celery worker process on the test database."""
    name = connection.settings_dict["NAME"]
    address = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
    log = (tmp_path / "worker.log").open("wb")
    command = [sys.executable, "-m", "celery", "-A", "mhin", "worker", "--pool=solo", "--loglevel=INFO"]
    process = subprocess.Popen(  # noqa: S603 -- our own interpreter
        [*command, "--without-gossip", "--without-mingle"],
        env=os.environ | {"DATABASE_URL": address},
        stdout=log,
        stderr=log,
    )
    while not app.control.ping(timeout=1.0, limit=1):
        assert process.poll() is None, (tmp_path / "worker.log").read_text()
    yield process
    process.terminate()
    process.wait()
    log.close()

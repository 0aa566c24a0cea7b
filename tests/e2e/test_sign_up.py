"""From the page of a round over a new account back to that page, in a real browser."""

import re

import pytest
from django.core import mail as mailbox
from django.core.cache import cache
from playwright.sync_api import expect

from tests.conftest import Stage

pytestmark = pytest.mark.django_db(transaction=True)

EMAIL, PASSWORD = "sam@example.org", "a long and quiet sentence"
WIDTHS = (320, 1280)


@pytest.fixture
def stage(transactional_db):
    return Stage(title="Which come first?", aggregation="mean")


@pytest.fixture(autouse=True)
def _no_mail_counted(transactional_db):
    """The counts of the rate limits are kept outside of the models' tables, so from one test to the next."""
    cache.clear()


def sign_up(page, email=EMAIL):
    """Fill in the page that makes an account, which is open."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Create an account")
    page.get_by_label("Email", exact=True).fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Create an account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter the code we sent you")
    expect(page.get_by_text(email)).to_be_visible()


def take_part(page, stage):
    """As a visitor without an account, who is sent to sign in."""
    page.goto(f"/rounds/{stage.round.slug}/join/")
    page.get_by_role("main").get_by_role("link", name="Create an account").click()


def type_code(page):
    page.get_by_label("Code").fill(newest_code())
    page.get_by_role("button", name="Continue").click()


def newest_code():
    return re.search(r"^\d{3}-\d{3}-\d{3}$", mailbox.outbox[-1].body, re.MULTILINE)[0]


def test_a_visitor_comes_over_a_new_account_to_the_round(visit, stage):
    page = visit(390).page
    take_part(page, stage)
    sign_up(page)

    type_code(page)

    expect(page.get_by_role("group", name="Which group do you mainly speak for?")).to_be_visible()
    expect(page.get_by_text("Your email address is confirmed.")).to_be_visible()
    assert page.url.endswith(f"/rounds/{stage.round.slug}/join/")


def test_a_visitor_without_scripts_comes_over_a_new_account_to_the_round(browser, live_server, stage):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    take_part(page, stage)
    sign_up(page)

    type_code(page)

    expect(page.get_by_role("group", name="Which group do you mainly speak for?")).to_be_visible()
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_of_the_code_has_no_fault(visit, stage, width):
    visitor = visit(width)
    visitor.page.goto("/accounts/signup/")
    sign_up(visitor.page)
    first = visitor.faults("/accounts/confirm-email/")

    visitor.page.get_by_label("Code").fill("123")
    visitor.page.get_by_role("button", name="Continue").click()
    expect(visitor.page.locator(".nhsuk-error-summary")).to_be_focused()

    assert first + visitor.axe_violations() == []
    assert not visitor.scrolls_sideways()


def test_a_wrong_address_can_be_changed_on_the_way(visit, stage):
    page = visit(320).page
    take_part(page, stage)
    sign_up(page, "mistyped@example.org")

    page.get_by_role("button", name="Use another address").click()
    sign_up(page)
    type_code(page)

    expect(page.get_by_role("group", name="Which group do you mainly speak for?")).to_be_visible()
    assert mailbox.outbox[-1].to == [EMAIL]

"""The pages of signing in and of an account, in a real browser: no fault found by axe, nothing that needs scrolling."""

import pytest
from playwright.sync_api import expect

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

ENTRANCE = [
    "login/",
    "signup/",
    "password/reset/",
    "password/reset/done/",
    "login/code/",
    "inactive/",
]
ACCOUNT = ["email/", "password/change/", "2fa/", "reauthenticate/", "logout/"]
PROMISES = ["/accessibility/", "/privacy/", "/cookies/", "/no-such-page/"]
WIDTHS = (320, 1280)


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_before_signing_in_have_no_fault(visit, width):
    visitor = visit(width=width)
    paths = [f"/accounts/{name}" for name in ENTRANCE] + PROMISES

    found = {path: seen for path in paths if (seen := visitor.faults(path))}

    assert found == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_an_account_have_no_fault(visit, client, width):
    visitor = visit(width=width)
    visitor.sign_in(UserFactory(), client)
    paths = [f"/accounts/{name}" for name in ACCOUNT]

    found = {path: seen for path in paths if (seen := visitor.faults(path))}

    assert found == {}


def test_error_summary_takes_the_keyboard_and_leads_to_the_field(visit):
    visitor = visit()
    visitor.page.goto("/accounts/signup/")

    visitor.page.get_by_role("button", name="Create an account").click()
    expect(visitor.page.locator(".nhsuk-error-summary")).to_be_focused()
    visitor.page.get_by_role("link", name="Fill in “Email”").click()

    expect(visitor.page.get_by_label("Email")).to_be_focused()
    expect(visitor.page).to_have_title("Error: Create an account – MHIN priorities")


def test_password_can_be_shown_and_hidden(visit):
    visitor = visit()
    visitor.page.goto("/accounts/login/")

    visitor.page.get_by_role("button", name="Show password").click()

    expect(visitor.page.locator("#id_password")).to_have_attribute("type", "text")


def test_menu_folds_into_a_button_on_a_small_screen(visit):
    visitor = visit(width=320)
    visitor.page.goto("/accessibility/")

    visitor.page.get_by_role("button", name="Browse More").click()

    expect(visitor.page.get_by_role("link", name="Governance")).to_be_visible()


def test_skip_link_is_the_first_stop_and_leads_to_the_content(visit):
    visitor = visit()
    visitor.page.goto("/accessibility/")

    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")

    expect(visitor.page.locator("#maincontent")).to_be_focused()

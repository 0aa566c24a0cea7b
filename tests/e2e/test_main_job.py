"""The main job: somebody rates a solution, and the executive's board moves by itself."""

import re

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import expect

from mhin.accounts.models import User
from tests.conftest import Stage

EMAIL, PASSWORD = "carer@example.org", "a long and quiet sentence"


@pytest.fixture
def stage(transactional_db):
    stage = Stage(title="Which come first?", aggregation="mean")
    for number in range(8):
        stage.rate_all(stage.join(group=number % 2), [(8, 8), (5, 5), (2, 2)])
    stage.recompute()
    return stage


@pytest.fixture
def carer(stage):
    user = User.objects.create_user(EMAIL, PASSWORD)
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    return user


@pytest.mark.redis
def test_a_rating_in_the_browser_reaches_the_board_by_itself(visit, client, stage, carer, executive, worker):
    board = visit()
    board.sign_in(executive, client)
    board.page.goto(f"/board/{stage.round.slug}/")
    expect(board.page.locator(".run-line")).to_contain_text("Run 1")

    rater = visit(width=390)
    rater.page.goto(stage.round.get_absolute_url())
    rater.page.get_by_role("link", name="Take part").click()
    rater.page.get_by_label("Email").fill(EMAIL)
    rater.page.get_by_label("Password", exact=True).fill(PASSWORD)
    rater.page.get_by_role("button", name="Sign in").last.click()
    rater.page.get_by_label(stage.groups[0].name).check()
    rater.page.get_by_label("I have read").check()
    rater.page.get_by_role("button", name="Start rating").click()
    rater.page.get_by_role("link", name="Start", exact=True).click()
    rater.page.get_by_role("group", name="Objective 1").get_by_label("3", exact=True).check(force=True)
    rater.page.get_by_role("group", name="Objective 2").get_by_label("I can't judge this").check()
    rater.page.get_by_role("button", name="Save and go to the next").click()

    expect(rater.page.get_by_text("Saved:")).to_be_visible()
    expect(board.page.locator(".run-line")).to_contain_text(re.compile(r"Run [2-9].*9 people"), timeout=20_000)


def test_rating_by_keyboard_alone(visit, client, stage, carer):
    stage.join(carer)
    rater = visit()
    rater.sign_in(carer, client)
    rater.page.goto(f"/rounds/{stage.round.slug}/rate/{stage.solutions[0].code}/")

    rater.page.locator("#O1-1").focus()
    for _ in range(6):
        rater.page.keyboard.press("ArrowRight")

    expect(rater.page.locator("#O1-7")).to_be_checked()


def test_saving_without_javascript(browser, live_server, client, stage, carer):
    stage.join(carer)
    client.force_login(carer)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"/rounds/{stage.round.slug}/rate/{stage.solutions[0].code}/")

    page.locator("#O1-7").check(force=True)
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_text("Saved:")).to_be_visible()
    context.close()

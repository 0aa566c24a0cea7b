"""Rating in a real browser: saved as one goes, interrupted, by keyboard, without scripts, in two tabs, at closing."""

import pytest
from playwright.sync_api import expect

from ratings.models import Comment, Rating
from ratings.services.rounds import close_round
from tests.conftest import Stage
from tests.e2e.answers import live

HIDDEN_BY_STATUS = """() => {
  const status = document.querySelector("[role=status]").getBoundingClientRect();
  const focus = document.activeElement.getBoundingClientRect();
  return focus.top >= status.top && focus.bottom <= status.bottom ? [document.activeElement.outerHTML] : [];
}"""
FAIL_NETWORK = "**/rounds/**/rate/**"


@pytest.fixture
def stage(transactional_db):
    return Stage(title="Which come first?", aggregation="mean")


def rate_address(stage, solution=0):
    return f"/rounds/{stage.round.slug}/rate/{stage.solutions[solution].code}/"


def choose(page, objective, value):
    page.get_by_role("group", name=objective).get_by_label(value, exact=True).check(force=True)


def saved(page):
    expect(page.get_by_role("status")).to_contain_text("Saved")


def test_an_answer_is_saved_and_announced_without_moving_the_focus(rater, stage, part):
    page = rater().page
    page.goto(rate_address(stage))

    choose(page, "Objective 1", "7")
    saved(page)

    assert live(part) == [("rated", 7)]
    assert page.evaluate("document.activeElement.id") == "O1-7"


@pytest.mark.parametrize(("width", "height"), [(320, 568), (1280, 720)])
def test_whether_it_was_saved_is_in_sight_and_never_hides_what_has_the_focus(rater, stage, part, width, height):
    page = rater().page
    page.set_viewport_size({"width": width, "height": height})
    page.goto(rate_address(stage))

    choose(page, "Objective 1", "7")
    saved(page)
    expect(page.get_by_role("status")).to_be_in_viewport(ratio=1)
    hidden = []
    for _ in range(8):
        page.keyboard.press("Tab")
        hidden += page.evaluate(HIDDEN_BY_STATUS)

    assert hidden == []


def test_signing_in_anew_in_another_window_loses_no_answer(rater, stage, part):
    window = rater()
    page = window.page
    page.goto(rate_address(stage))
    token = {"name": "csrftoken", "value": "n" * 32, "url": window.base_url}
    window.context.add_cookies([token])

    choose(page, "Objective 1", "7")
    saved(page)

    assert live(part) == [("rated", 7)]
    window.errors.clear()  # the browser reports the save that was refused at first


def test_answers_given_in_quick_succession_are_all_saved(rater, stage, part):
    page = rater().page
    page.goto(rate_address(stage))

    for value in ("3", "9", "4"):
        choose(page, "Objective 1", value)
    choose(page, "Objective 2", "Prefer not to say")
    expect(page.get_by_role("status")).to_contain_text("2 of 2")

    assert live(part) == [("rated", 4), ("prefer_not", None)]


def test_a_failed_save_says_so_and_can_be_tried_again(rater, stage, part):
    window = rater()
    page = window.page
    page.goto(rate_address(stage))
    page.route(FAIL_NETWORK, lambda route: route.abort())

    choose(page, "Objective 1", "7")
    expect(page.get_by_role("status")).to_contain_text("Not saved")
    page.unroute(FAIL_NETWORK)
    page.get_by_role("button", name="Try again").click()
    saved(page)

    assert live(part) == [("rated", 7)]
    window.errors.clear()  # the browser reports the request that we broke


def test_a_reply_that_is_lost_after_the_save_leads_to_no_second_one(rater, stage, part):
    window = rater()
    page = window.page
    page.goto(rate_address(stage))
    page.route(FAIL_NETWORK, lambda route: (route.fetch(), route.abort()))

    choose(page, "Objective 1", "7")
    expect(page.get_by_role("status")).to_contain_text("Not saved")
    page.unroute(FAIL_NETWORK)
    page.get_by_role("button", name="Try again").click()
    saved(page)

    assert list(Rating.objects.filter(participant=part).values_list("value", "version")) == [(7, 1)]
    window.errors.clear()


def test_somebody_interrupted_goes_on_with_another_device(rater, stage, part):
    phone = rater(width=390).page
    phone.goto(f"/rounds/{stage.round.slug}/rate/next/")
    choose(phone, "Objective 1", "7")
    saved(phone)
    place = phone.url

    laptop = rater().page
    laptop.goto(stage.round.get_absolute_url())
    laptop.get_by_role("link", name="Continue rating").click()

    expect(laptop).to_have_url(place)
    expect(laptop.locator("#O1-7")).to_be_checked()


def test_the_whole_journey_by_keyboard_alone(rater, stage, part):
    page = rater().page
    page.goto(f"/rounds/{stage.round.slug}/rate/")
    tab_to(page, "Start")
    page.keyboard.press("Enter")

    for number in (1, 2, 3):
        expect(page.get_by_text(f"Solution {number} of 3")).to_be_visible()
        tab_until(page, "document.activeElement.name === 'O1'")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        tab_until(page, "document.activeElement.name === 'O2'")
        page.keyboard.press("Space")
        tab_to(page, "Save and go to the next" if number < 3 else "Save")
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your ratings")).to_be_visible()
    tab_to(page, "Look over your answers and finish")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your answers", exact=True)).to_be_visible()
    tab_to(page, "I have finished")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert live(part) == [("rated", 2), ("rated", 1)] * 3


def tab_until(page, condition, most=80):
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(condition):
            return
    raise AssertionError(f"the keyboard does not reach {condition}")


def tab_to(page, text):
    page.wait_for_load_state()
    tab_until(page, f"document.activeElement.textContent.trim() === {text!r}")


def test_the_focus_goes_through_the_page_in_reading_order(rater, stage):
    page = rater().page
    page.goto(rate_address(stage))

    tab_until(page, "document.activeElement.name === 'O1'")
    order = [page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()")]
    for _ in range(4):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()"))

    assert order == ["O1", "O2", "comment", "next", "save"]


def test_everything_works_without_javascript(plain_page, stage, part):
    page = plain_page
    page.goto(f"/rounds/{stage.round.slug}/rate/next/")

    for number in (1, 2, 3):
        choose(page, "Objective 1", "7")
        choose(page, "Objective 2", "I can't judge this")
        page.get_by_role("button", name="Save and go to the next" if number < 3 else "Save", exact=True).click()
    page.get_by_role("link", name="Look over your answers and finish").click()
    page.get_by_role("button", name="I have finished").click()

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert live(part) == [("rated", 7), ("cannot_judge", None)] * 3


def test_a_stale_form_is_sent_again_with_every_word_without_javascript(plain_page, stage, part):
    page = plain_page
    page.goto(rate_address(stage))
    choose(page, "Objective 1", "7")
    page.get_by_label("Why do you say so?").fill("My own words")
    page.context.clear_cookies(name="csrftoken")

    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Please send this again")).to_be_visible()
    before = live(part)
    page.get_by_role("button", name="Send it again").click()

    expect(page.get_by_text("Saved:")).to_be_visible()
    assert (before, live(part)) == ([], [("rated", 7)])
    assert Comment.objects.get().text == "My own words"


def test_two_tabs_show_both_answers_and_let_the_person_choose(rater, stage, part):
    window = rater()
    first, second = window.page, window.context.new_page()
    first.goto(rate_address(stage))
    second.goto(rate_address(stage))
    choose(second, "Objective 1", "8")
    saved(second)

    choose(first, "Objective 1", "2")
    expect(first.get_by_role("heading", name="You changed these answers somewhere else")).to_be_visible()
    expect(first.locator(".nhsuk-error-summary")).to_be_focused()
    violations = window.axe_violations()
    first.get_by_role("group", name="Objective 1").get_by_label("2").check()
    first.get_by_role("button", name="Save what I chose").click()
    expect(first.get_by_text("Saved:")).to_be_visible()

    assert violations == []
    assert live(part) == [("rated", 2)]


def test_a_round_that_closes_meanwhile_gives_the_words_back(rater, stage, part):
    window = rater()
    page = window.page
    page.goto(rate_address(stage))
    page.get_by_label("Why do you say so?").fill("My own words")
    close_round(round_=stage.round, by=None)

    choose(page, "Objective 1", "2")
    expect(page.get_by_role("heading", name="This round is closed")).to_be_visible()

    expect(page.get_by_text("Your comment: My own words")).to_be_visible()
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    assert window.axe_violations() == []
    assert live(part) == []


def test_somebody_signed_out_meanwhile_comes_back_to_the_filled_in_page(rater, stage, part, client, stakeholder):
    window = rater()
    page = window.page
    page.goto(rate_address(stage))
    window.context.clear_cookies(name="sessionid")

    choose(page, "Objective 1", "2")
    expect(page.get_by_role("status")).to_contain_text("you have been signed out")
    assert live(part) == []
    page.get_by_role("link", name="Sign in and come back to it").click()
    sign_in_by_password(page, stakeholder)

    expect(page.get_by_text("You had been signed out")).to_be_visible()
    expect(page.locator("#O1-2")).to_be_checked()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved:")).to_be_visible()
    assert live(part) == [("rated", 2)]


def sign_in_by_password(page, user):
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password", exact=True).fill("a long and quiet sentence")
    page.locator("main").get_by_role("button", name="Sign in").click()


@pytest.fixture(autouse=True)
def _password(stakeholder):
    stakeholder.set_password("a long and quiet sentence")
    stakeholder.save()
    stakeholder.emailaddress_set.get_or_create(email=stakeholder.email, verified=True, primary=True)

"""The public pages of needs and solutions in a real browser: reachable by everybody, on any screen."""

import re

import pytest
from playwright.sync_api import expect

from needs.models import Need, NeedSupport
from needs.selectors.receipts import receipt_of
from tests.factories.needs import NeedFactory, SourceFactory
from tests.factories.solutions import EvidenceFactory, SolutionFactory
from tests.needs.test_submit import stamp


@pytest.fixture
def catalogue(transactional_db):
    target = NeedFactory(code="N01", title="Long waits for children", detail="In every region.", provenance="policy")
    target.sources.add(SourceFactory())
    NeedFactory(code="N02", title="My own words", status="merged", merged_into=target, status_reason="The same wait.")
    rejected = NeedFactory(code="N03", title="My doctor", status="rejected", status_reason="It names a person.")
    solution = SolutionFactory(code="S01", area=target.area, easy_read="Short words.")
    solution.needs.add(target)
    EvidenceFactory(solution=solution)
    return {"receipt": receipt_of(rejected), "area": target.area.slug}


PAGES = [
    "/needs/",
    "/needs/?q=waits",
    "/needs/?q=childern",
    "/needs/?status=merged",
    "/needs/path/",
    "/needs/N01/",
    "/needs/N02/",
    "/needs/submit/",
    "/needs/submitted/{receipt}/",
    "/areas/{area}/",
    "/solutions/",
    "/solutions/?q=short",
    "/solutions/?q=nothing",
    "/solutions/S01/",
    "/open-data/",
]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_every_public_page_has_no_barrier_and_does_not_scroll_sideways(visit, catalogue, path, width):
    visitor = visit(width)

    visitor.page.goto(path.format(**catalogue))

    assert visitor.axe_violations() == []
    assert not visitor.scrolls_sideways()


def write_title(page, title):
    """In a form that was loaded a minute ago: nobody writes a need in three seconds."""
    page.goto("/needs/submit/")
    page.locator("[name=stamp]").evaluate("(field, value) => { field.value = value }", stamp(seconds=60))
    page.get_by_label("What is the need?").press_sequentially(title, delay=30)


def test_like_needs_appear_while_somebody_types_and_the_need_is_sent(visit, catalogue):
    visitor = visit(320)
    page = visitor.page
    write_title(page, "Children wait too long")
    expect(page.get_by_role("status")).to_contain_text("Long waits for children")
    assert visitor.axe_violations() == []
    page.get_by_label("What is missing, and for whom?").fill("In villages.")

    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it one of these?")
    assert visitor.axe_violations() == []
    assert not visitor.scrolls_sideways()
    page.get_by_role("button", name="Send mine as a new need").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you: we have your need")
    assert Need.objects.get(status="submitted").detail == "In villages."


def test_somebody_signed_in_supports_a_like_need_instead(visit, client, catalogue, stakeholder):
    visitor = visit()
    visitor.sign_in(stakeholder, client)
    write_title(visitor.page, "Children wait too long")
    visitor.page.get_by_role("button", name="Send").click()

    visitor.page.get_by_role("button", name=re.compile("Support this need")).click()

    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("You support this need now")
    assert NeedSupport.objects.get().user == stakeholder
    assert (visitor.axe_violations(), visitor.scrolls_sideways()) == ([], False)
    visitor.page.get_by_role("link", name="Do not send it").click()
    expect(visitor.page.get_by_text("You support this need.")).to_be_visible()
    assert not Need.objects.filter(status="submitted").exists()


def test_a_need_is_sent_without_javascript(browser, live_server, catalogue):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/needs/submit/")
    page.get_by_label("What is the need?").fill("Children wait too long")

    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("We could not tell whether a person sent this").first).to_be_visible()
    page.get_by_label("I am a person, and I want to send this").check()
    page.get_by_role("button", name="Send").click()
    page.get_by_role("button", name=re.compile("Send my words as a note")).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you: we have your need")
    assert Need.objects.get(status="submitted").submitted_like.code == "N01"
    context.close()

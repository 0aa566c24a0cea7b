"""A curator at work in a real browser: from a submission to a round that is being drafted."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from needs.models import Need
from ratings.models import RoundSolution
from ratings.services.rounds import draft_round
from solutions.models import Solution
from tests.factories.needs import AreaFactory, NeedDraftFactory, NeedFactory
from tests.factories.solutions import EvidenceFactory, SolutionFactory
from tests.needs.test_submit import stamp

# What Django's own admin pages break in this version; our pages may break these, and nothing else.
DJANGOS_OWN = ["admin:needs_area_changelist", "admin:needs_source_changelist", "admin:needs_source_add"]


@pytest.fixture
def area(transactional_db):
    return AreaFactory(name="Crisis care")


def follow(page, name, exact=True):
    page.get_by_role("link", name=name, exact=exact).first.click()


def send_in(visitor, title, detail, answer):
    """As somebody who is not signed in; `answer` is the button pressed when like needs are shown."""
    page = visitor.page
    page.goto("/")
    follow(page, "Needs")
    follow(page, "Tell us about a need")
    page.locator("[name=stamp]").evaluate("(field, value) => { field.value = value }", stamp(seconds=60))
    page.get_by_label("What is the need?").press_sequentially(title, delay=20)
    if answer:
        expect(page.get_by_role("status")).to_contain_text("No help at night for young people")
    page.get_by_label("What is missing, and for whom?").fill(detail)
    page.get_by_label("Where did you see this need?").fill("In my own family")
    page.get_by_role("button", name="Send").click()
    if answer:
        page.get_by_role("button", name=answer).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you: we have your need")


def test_from_the_public_form_to_a_draft_round_by_what_is_on_the_screen(visit, client, curator, area):
    NeedFactory(title="No help at night for young people in a crisis", area=area)
    draft_round(title="Priorities 2027", slug="priorities-2027", by=None)
    sender = visit(320)
    first, second = "Young people in a crisis find no help at night", "Carers have nobody to call at the weekend"
    send_in(sender, first, "The last bus goes at nine.", re.compile("Send my words as a note"))
    send_in(sender, second, "On Saturdays nobody answers.", None)
    window = visit()
    window.sign_in(curator, client)
    page = window.page

    # The queue says what was sent
    page.goto("/")
    follow(page, "Manage")
    follow(page, "Needs waiting", exact=False)
    expect(page.get_by_role("row", name=first)).to_contain_text("The last bus goes at nine.")
    expect(page.get_by_role("row", name=first)).to_contain_text("No help at night for young people")
    expect(page.get_by_role("row", name=second)).to_contain_text("not sure")

    # Merge what is there already
    follow(page, first)
    expect(page.get_by_text("The sender found the first of these alike.")).to_be_visible()
    follow(page, "merge into this one", exact=False)
    page.get_by_label("Why they are one need").fill("Both ask for help at night.")
    page.get_by_role("button", name="Merge into another need").click()
    expect(page.get_by_role("heading", name="Status: Merged into another")).to_be_visible()

    # Align and publish what is new
    follow(page, "Go to the next need that waits", exact=False)
    expect(page.get_by_role("heading", name=second)).to_be_visible()
    follow(page, "Put under an area")
    page.get_by_label("Area").select_option(label="Crisis care")
    page.get_by_role("button", name="Put under an area").click()
    follow(page, "Publish")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", name="Status: Published")).to_be_visible()

    # A new solution, published and put into the round
    follow(page, "Add a solution that could meet it")
    expect(page.get_by_role("heading", name="Add solution")).to_be_visible()
    page.get_by_label("Title").fill("A telephone line for carers")
    page.get_by_label("Plain summary").fill("Carers can call a trained person at the weekend.")
    page.get_by_label("Provenance").first.select_option(label="Named by MHIN")
    page.get_by_role("button", name="Save and continue editing").click()
    follow(page, "Publish")
    page.get_by_role("button", name="Publish").click()
    follow(page, "Put into a draft round")
    page.get_by_role("button", name="Put into a draft round").click()

    expect(page.get_by_text("is in the round")).to_be_visible()
    merged, published = Need.objects.get(title=first), Need.objects.get(title=second)
    assert (merged.status, published.status) == ("merged", "published")
    assert [need.title for need in Solution.objects.get().needs.all()] == [second]
    assert RoundSolution.objects.get().title == "A telephone line for carers"


def pages_we_shape():
    waiting = NeedFactory(status="submitted", title="No help at night", easy_read="We need help.")
    published = NeedFactory(title="No help at nights", easy_read="We need help.")
    NeedDraftFactory(need=published, title="Nobody helps at night")
    solution = EvidenceFactory(solution__easy_read="A room.").solution
    SolutionFactory(title=solution.title)
    need, other = "admin:needs_need", "admin:solutions_solution"
    addresses = [reverse(f"{name}_changelist") for name in (need, other)]
    addresses += [reverse(f"{name}_add") for name in (need, other)]
    for name, row in ((need, waiting), (need, published), (other, solution)):
        addresses += [reverse(f"{name}_{act}", args=[row.pk]) for act in ("change", "history", "wording", "easy-read")]
    addresses += [reverse(f"{need}_{act}", args=[waiting.pk]) for act in ("merge", "publish", "reject", "align")]
    return [*addresses, reverse(f"{other}_add-to-round", args=[solution.pk])]


def rules(violations):
    return {violation.split(":")[0] for violation in violations}


def test_the_admin_pages_we_shape_break_no_rule_that_djangos_own_keep(visit, client, curator, area):
    window = visit()
    window.sign_in(curator, client)
    djangos = set()
    for name in DJANGOS_OWN:
        window.page.goto(reverse(name))
        djangos |= rules(window.axe_violations())

    for address in pages_we_shape():
        window.page.goto(address)
        found = [line for line in window.axe_violations() if "select2" not in line]  # the search of Django's own widget
        ours = [line for line in found if line.split(":")[0] not in djangos]
        assert ours == [], address
    window.errors = [error for error in window.errors if "inline style" not in error]  # select2 sets widths; refused


@pytest.mark.parametrize("width", [320, 1280])
def test_the_health_of_the_catalogue_is_accessible(visit, client, curator, area, width):
    pages_we_shape()
    window = visit(width)
    window.sign_in(curator, client)

    window.page.goto(reverse("governance:catalogue-health"))

    assert window.axe_violations() == []
    assert not window.scrolls_sideways()

"""From the link in a mail to the first rating, and the pages of those who invite, in a real browser."""

import re
from datetime import timedelta

import pytest
from django.core import mail as mailbox
from django.utils import timezone
from playwright.sync_api import expect

from mhin.mail.models import OutgoingMail
from mhin.mail.sending import send_due_mails
from ratings.models import Invitation, Participant, Rating
from ratings.services.group_changes import request_group_change
from ratings.services.invitations import Guest, invite_people
from ratings.services.reminders import stop_address
from ratings.services.rounds import close_round, publish_round
from tests.conftest import Stage
from tests.factories.accounts import UserFactory

WIDTHS = [320, 1280]
EMAIL = "sam@example.org"


@pytest.fixture
def stage(transactional_db):
    return Stage(title="Which come first?", aggregation="mean")


@pytest.fixture
def link(stage, administrator):
    """The path of the link in the mail of somebody who has been invited."""
    invite_people(round_=stage.round, guests=[Guest(EMAIL, "Sam", stage.groups[1])], by=administrator)
    send_due_mails()
    return re.search(r"http://testserver(/rounds/\S+)", mailbox.outbox[-1].body)[1]


def check(visitor, heading):
    """The page is there, nothing is wrong with it, and it does not scroll sideways."""
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text(heading)
    assert visitor.axe_violations() == []
    assert not visitor.scrolls_sideways()


@pytest.mark.parametrize("width", WIDTHS)
def test_somebody_who_was_invited_comes_from_the_mail_to_the_first_rating(visit, stage, link, width):
    guest = visit(width)
    guest.page.goto(link)
    assert guest.page.url.endswith(f"/rounds/{stage.round.slug}/invitation/")
    check(guest, "Your invitation")

    guest.page.get_by_role("button", name="Accept and start").click()
    check(guest, "Your invitation")
    expect(guest.page.locator(".nhsuk-error-summary")).to_be_focused()
    guest.page.get_by_label("I have read").check()
    guest.page.get_by_role("button", name="Accept and start").click()

    check(guest, "Your ratings")
    guest.page.get_by_role("link", name="Start", exact=True).click()
    expect(guest.page.get_by_role("group", name="Objective 1")).to_be_visible()
    assert Participant.objects.get().group == stage.groups[1]


def test_somebody_who_was_invited_rates_everything_and_finishes(visit, stage, link):
    guest = visit(390)
    guest.page.goto(link)
    guest.page.get_by_label("I have read").check()
    guest.page.get_by_role("button", name="Accept and start").click()
    guest.page.get_by_role("link", name="Start", exact=True).click()

    for _ in stage.solutions:
        for name in ("Objective 1", "Objective 2"):
            guest.page.get_by_role("group", name=name).get_by_label("7", exact=True).check(force=True)
        expect(guest.page.locator("#save-status")).to_contain_text("2 of 2")
        guest.page.get_by_role("button", name=re.compile("^Save")).first.click()
    guest.page.goto(f"/rounds/{stage.round.slug}/review/")
    guest.page.get_by_role("button", name="I have finished").click()

    check(guest, "Thank you")
    assert Rating.objects.filter(value=7).count() == 6
    assert Participant.objects.get().submitted_at is not None


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("state", "heading"),
    [
        ("none", "Have you been invited?"),
        ("unknown", "This link does not work"),
        ("accepted", "has been used"),
        ("expired", "has run out"),
        ("revoked", "has been taken back"),
        ("other", "for another address"),
        ("account", "Sign in to accept"),
    ],
)
def test_each_state_of_an_invitation_has_its_page(visit, client, stage, link, width, state, heading):
    changes = {
        "accepted": {"accepted_on": "2026-11-24"},
        "expired": {"expires_at": timezone.now() - timedelta(days=1)},
        "revoked": {"revoked_at": timezone.now()},
    }
    if state in changes:
        Invitation.objects.update(**changes[state])
    guest = visit(width)
    if state == "other":
        guest.sign_in(UserFactory(), client)
    if state == "account":
        UserFactory(email=EMAIL)
    landing = f"/rounds/{stage.round.slug}/invitation/"

    guest.page.goto({"none": landing, "unknown": f"{landing}xyz/"}.get(state, link))

    check(guest, heading)


@pytest.mark.parametrize("width", WIDTHS)
def test_an_administrator_invites_looks_and_confirms(visit, client, stage, administrator, width):
    admin = visit(width)
    admin.sign_in(administrator, client)
    admin.page.goto(f"/board/{stage.round.slug}/")
    admin.page.get_by_role("link", name="Invitations and requests").click()
    check(admin, "Invitations")
    admin.page.get_by_role("link", name="Invite people").click()
    check(admin, "Invite people")

    good = f"a@example.org, Ann, {stage.groups[0].name}\nb+2@example.org, Bo, {stage.groups[1].name}"
    admin.page.get_by_label("Paste the people").fill(f"{good}\nbad, Cy, nobody")
    admin.page.get_by_role("button", name="Check the list").click()
    check(admin, "Invite people")
    expect(admin.page.locator(".nhsuk-error-summary")).to_contain_text("Line 3")
    admin.page.get_by_label("Paste the people").fill(good)
    admin.page.get_by_role("button", name="Check the list").click()
    check(admin, "Invite people")
    admin.page.get_by_role("button", name="Send the invitations").click()

    check(admin, "Invitations")
    expect(admin.page.get_by_text("2 people are invited")).to_be_visible()
    OutgoingMail.objects.filter(to="a@example.org").update(status="failed", last_error="550 no such person")
    admin.page.reload()
    expect(admin.page.get_by_text("550 no such person")).to_be_visible()
    admin.page.get_by_role("button", name="Revoke the invitation of a@example.org").click()
    check(admin, "Invitations")


@pytest.mark.parametrize("width", WIDTHS)
def test_asking_for_another_group_and_withdrawing(visit, client, stage, administrator, width):
    person = UserFactory(name="Sam")
    participant = stage.join(person)
    visitor = visit(width)
    visitor.sign_in(person, client)
    visitor.page.goto("/taking-part/")
    check(visitor, "Where you take part")
    visitor.page.get_by_role("link", name="Your consent and your group").click()
    check(visitor, "Your part")
    visitor.page.get_by_label(stage.groups[1].name).check()
    visitor.page.get_by_role("button", name="Ask for this group").click()
    check(visitor, "Your part")
    expect(visitor.page.get_by_text("You asked for")).to_be_visible()

    visitor.page.get_by_role("link", name="Withdraw from this round").click()
    check(visitor, "Withdraw")
    visitor.page.get_by_role("button", name="Withdraw and delete").click()
    expect(visitor.page.get_by_text("have been deleted")).to_be_visible()
    assert not Participant.objects.filter(pk=participant.pk).exists()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_other_pages(visit, client, stage, administrator, width):
    person = UserFactory(name="Sam")
    participant = stage.join(person)
    request_group_change(participant=participant, group=stage.groups[1], reason="I moved.")
    admin, visitor, nobody = visit(width), visit(width), visit(width)
    admin.sign_in(administrator, client)
    admin.page.goto(f"/rounds/{stage.round.slug}/group-requests/")
    check(admin, "Requests for another group")
    visitor.sign_in(person, client)
    visitor.page.goto(f"/rounds/{stage.round.slug}/part/")
    visitor.page.get_by_text("Read the text that you agreed to").click()
    check(visitor, "Your part in this round")
    visitor.page.get_by_role("link", name="Change your organisation").click()
    check(visitor, "About you")
    Participant.objects.update(consent_version="2025-01")
    visitor.page.goto(f"/rounds/{stage.round.slug}/rate/")
    check(visitor, "How your answers are used")
    nobody.page.goto(stop_address(stage.round, EMAIL).removeprefix("http://testserver"))
    check(nobody, "Stop the reminders?")
    nobody.page.get_by_role("button", name="Stop the reminders").click()
    check(nobody, "no more reminders")
    nobody.page.goto(f"/rounds/{stage.round.slug}/reminders/stop/cut-off/")
    check(nobody, "This link does not work")

    close_round(round_=stage.round, by=None)
    stage.recompute()
    publish_round(round_=stage.round, by=None)
    visitor.page.goto(f"/rounds/{stage.round.slug}/withdraw/")
    check(visitor, "Withdraw")
    expect(visitor.page.get_by_text("destroy the link between")).to_be_visible()

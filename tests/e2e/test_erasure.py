"""Erasing a person as an administrator does it, in a real browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mhin.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.ratings import InvitationFactory


def rules(violations):
    return {line.split(":")[0] for line in violations}


@pytest.mark.parametrize("width", [320, 1280])
def test_an_administrator_erases_somebody(visit, client, administrator, width):
    somebody = UserFactory(name="Ann Lee", email="ann@example.org")
    InvitationFactory(email=somebody.email)
    window = visit(width)
    window.sign_in(administrator, client)
    page = window.page
    page.goto(reverse("admin:accounts_user_changelist"))
    djangos = rules(window.axe_violations())  # what Django's own list breaks in this version

    page.goto(reverse("admin:accounts_user_change", args=[somebody.pk]))
    page.get_by_role("link", name="Erase this person").click()
    expect(page.get_by_role("heading", name="This goes")).to_be_visible()
    expect(page.get_by_text("1 invitation.")).to_be_visible()
    broken = rules(window.axe_violations())
    window.errors = [error for error in window.errors if "inline style" not in error]  # axe's own; refused
    page.get_by_label("To go on, type the person's email address").fill("ann@example.org")
    page.get_by_role("button", name="Erase this person").click()

    expect(page.get_by_text("The person is erased.")).to_be_visible()
    assert broken <= djangos
    assert not window.scrolls_sideways()
    assert not User.objects.filter(pk=somebody.pk).exists()

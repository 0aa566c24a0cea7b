"""A form whose token has gone stale comes back to be sent again, and only if our own page sent it."""

from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ratings.models import Comment, Rating

pytestmark = pytest.mark.django_db

OURS = {"Origin": "http://testserver"}


class HiddenFields(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "input" and attrs.get("type") == "hidden":
            self.found[attrs["name"]] = attrs["value"]


@pytest.fixture
def strict(stage, stakeholder):
    """Checks tokens, as in the field."""
    stage.join(stakeholder)
    client = Client(enforce_csrf_checks=True)
    client.force_login(stakeholder)
    return client


@pytest.fixture
def address(stage):
    return reverse("ratings:rate-solution", args=[stage.round.slug, stage.solutions[0].code])


def test_a_stale_form_can_be_sent_again_with_all_that_was_typed(strict, address):
    form = {"O1": "7", "version": "0", "comment": "My own\n“words” & <more>", "csrfmiddlewaretoken": "stale"}

    page = strict.post(address, form, headers=OURS)
    fields = HiddenFields(page.text).found
    before = Rating.objects.count()
    strict.post(address, fields, headers=OURS)

    assert (page.status_code, before) == (403, 0)
    assert fields["csrfmiddlewaretoken"] != "stale"
    assert Rating.objects.get().value == 7
    assert Comment.objects.get().text.splitlines() == ["My own", "“words” & <more>"]


@pytest.mark.parametrize("origin", [{}, {"Origin": "null"}, {"Origin": "https://elsewhere.example"}])
def test_what_another_site_sent_is_not_offered(strict, address, origin):
    page = strict.post(address, {"O1": "7", "comment": "planted"}, headers=origin)

    assert page.status_code == 403
    assert "planted" not in page.text
    assert "Send it again" not in page.text


def test_a_password_is_not_sent_back(strict):
    form = {"login": "sam@example.org", "password": "a long and quiet sentence"}

    page = strict.post(reverse("account_login"), form, headers=OURS)

    assert "a long and quiet sentence" not in page.text
    assert "Send it again" not in page.text


def test_a_file_is_not_sent_back(strict, address):
    page = strict.post(address, {"file": SimpleUploadedFile("needs.csv", b"code")}, headers=OURS)

    assert "Send it again" not in page.text


def test_the_page_says_who_is_signed_in(strict, address, stakeholder):
    page = strict.post(address, {"O1": "7"}, headers=OURS)

    assert f"You are signed in as <strong>{stakeholder.email}</strong>" in page.text

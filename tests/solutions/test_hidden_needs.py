"""Needs that are not public: no page, file, answer or list that a visitor can ask for says a word of them."""

import pytest
from django.urls import reverse

from needs.selectors.receipts import receipt_of
from tests.factories.needs import NeedFactory
from tests.factories.solutions import SolutionFactory

pytestmark = pytest.mark.django_db
WORDS = "Canary in the cellar"


def hidden_need(status):
    merged = {"status": "merged", "merged_into": NeedFactory(status="in_review")} if status == "merged" else {}
    return NeedFactory(**({"code": "N77", "title": WORDS, "detail": WORDS, "status": status} | merged))


def addresses(need):
    return [
        "/",
        "/needs/",
        "/needs/?status=merged",
        "/needs/?status=submitted",
        "/needs/?q=canary",
        "/needs/path/",
        "/solutions/",
        "/solutions/S77/",
        "/sitemap.xml",
        "/open-data/needs.csv",
        "/open-data/needs.json",
        "/open-data/links.csv",
        "/api/v1/needs",
        "/api/v1/needs?q=canary",
        "/api/v1/solutions",
        need.area.get_absolute_url(),
    ]


@pytest.mark.parametrize("status", ["submitted", "in_review", "rejected", "merged"])
def test_nothing_public_says_a_word_of_a_need_that_is_not(client, status):
    need = hidden_need(status)
    SolutionFactory(code="S77").needs.add(need)

    said = [client.get(address) for address in addresses(need)]
    said.append(client.post("/needs/similar/", {"title": WORDS}))

    assert [answer.status_code for answer in said] == [200] * len(said)
    assert [a for a in said if WORDS in (text := a.content.decode()) or "N77" in text] == []


@pytest.mark.parametrize("address", ["/needs/N77/", "/needs/N77/support/", "/api/v1/needs/N77"])
@pytest.mark.parametrize("status", ["submitted", "in_review", "rejected", "merged"])
def test_a_need_that_is_not_public_has_no_page(client, stakeholder, status, address):
    hidden_need(status)
    client.force_login(stakeholder)

    assert client.get(address).status_code == 404


def test_the_sender_of_a_merged_need_is_not_told_of_one_that_still_waits(client):
    waiting = NeedFactory(status="in_review", title=WORDS)
    need = NeedFactory(status="merged", merged_into=waiting)

    page = client.get(reverse("needs:need-submitted", args=[receipt_of(need)])).content.decode()

    assert WORDS not in page
    assert "which is not published yet" in page

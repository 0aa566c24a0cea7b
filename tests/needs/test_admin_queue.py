"""What a curator sees first: the queue, what was sent, and the next step."""

import pytest
from django.urls import reverse

from tests.factories.needs import AreaFactory, NeedFactory

pytestmark = pytest.mark.django_db
LIST = "admin:needs_need_changelist"


@pytest.fixture(autouse=True)
def _signed_in(client, curator):
    client.force_login(curator)


def page_of(need):
    return reverse("admin:needs_need_change", args=[need.pk])


def shown(response):
    return list(response.context["cl"].result_list)


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_takes_as_many_queries_however_long(client, count, django_assert_num_queries):
    NeedFactory.create_batch(count, status="submitted")

    with django_assert_num_queries(11):
        client.get(reverse(LIST))


def test_the_list_opens_as_the_queue_of_what_waits(client):
    waiting = NeedFactory(status="submitted")
    NeedFactory(status="published")

    assert shown(client.get(reverse(LIST))) == [waiting]


def test_the_queue_says_how_many_there_are_of_each_status(client):
    NeedFactory(status="submitted")
    NeedFactory.create_batch(2)

    page = client.get(reverse(LIST)).content.decode()

    assert "Waiting (1)" in page
    assert "Published (2)" in page


def sent_in(**values):
    said = {"detail": "Nobody answers.", "organisation_type": "I care for somebody", "submitted_source": "A report"}
    return NeedFactory(**{"status": "submitted", "provenance": "submission", "area": None} | said | values)


@pytest.mark.parametrize("page", [lambda need: reverse(LIST), page_of], ids=["queue", "need"])
def test_a_curator_reads_what_the_sender_said(client, page):
    need = sent_in(submitted_like=NeedFactory(code="N42", title="Long waits"))

    text = client.get(page(need)).content.decode()

    said = ["Nobody answers.", "I care for somebody", "A report", "N42: Long waits", "not sure"]
    assert [words for words in said if words not in text] == []


def test_the_need_that_the_sender_found_alike_is_offered_first_for_a_merge(client):
    like, same_title = NeedFactory(title="Long waits"), NeedFactory(title="Nobody at night")
    need = sent_in(title="Nobody at night", submitted_like=like)

    alike = client.get(page_of(need)).context["alike"]

    assert [other for other, _ in alike] == [like, same_title]


def test_a_search_looks_through_every_need(client):
    published = NeedFactory(title="Quiet rooms")

    assert shown(client.get(reverse(LIST), {"q": "quiet"})) == [published]


@pytest.mark.parametrize(("status", "offered"), [("submitted", False), ("rejected", False), ("published", True)])
def test_the_public_page_is_offered_when_there_is_one(client, status, offered):
    page = client.get(page_of(NeedFactory(status=status))).content.decode()

    assert ("View on site" in page) == offered


@pytest.mark.parametrize(("area", "next_step"), [(None, "align"), (AreaFactory, "publish")])
def test_the_next_step_of_a_need_that_waits_stands_out(client, area, next_step):
    need = NeedFactory(status="submitted", area=area and area())

    links = client.get(page_of(need)).context["act_links"]

    assert [act.name for act, _, main in links if main] == [next_step]

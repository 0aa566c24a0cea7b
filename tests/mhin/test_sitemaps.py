"""What search engines are told."""

import re

import pytest
from django.test import Client

from tests.factories.needs import NeedFactory
from tests.factories.solutions import SolutionFactory

pytestmark = pytest.mark.django_db


def addresses(client, **headers):
    return re.findall(r"<loc>([^<]+)</loc>", client.get("/sitemap.xml", headers=headers).content.decode())


def test_every_public_page_is_listed_at_the_portals_own_address(client, settings):
    settings.SITE_URL = "https://priorities.example.org"
    need, solution = NeedFactory(), SolutionFactory()

    found = addresses(client)

    own = "https://priorities.example.org"
    assert {f"{own}/", f"{own}/needs/", f"{own}/needs/path/", f"{own}/open-data/"} <= set(found)
    assert {own + thing.get_absolute_url() for thing in (need, need.area, solution)} <= set(found)


def test_another_host_name_does_not_get_into_the_addresses(settings):
    settings.ALLOWED_HOSTS = ["*"]

    assert not [address for address in addresses(Client(), host="evil.example") if "evil" in address]


@pytest.mark.parametrize("status", ["submitted", "in_review", "rejected"])
def test_what_is_not_public_is_not_listed(client, status):
    need = NeedFactory(status=status)

    assert not [address for address in addresses(client) if need.code in address]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_few_queries_however_long(client, count, django_assert_max_num_queries):
    NeedFactory.create_batch(count)
    SolutionFactory.create_batch(count)

    with django_assert_max_num_queries(8):
        client.get("/sitemap.xml")


def test_every_listed_page_opens(client):
    NeedFactory()
    SolutionFactory()

    assert {client.get(address).status_code for address in addresses(client)} == {200}


def test_robots_are_told_where_the_list_is_and_what_to_leave(client):
    text = client.get("/robots.txt").content.decode()

    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /needs/submitted/" in text

"""The API of areas, needs and solutions: every public record, nothing else, and no filter but those named."""

import pytest

from mhin.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.needs import AreaFactory, NeedFactory, SourceFactory

pytestmark = pytest.mark.django_db
NEEDS = "/api/v1/needs"
LISTS = ["/api/v1/areas", "/api/v1/needs", "/api/v1/solutions"]


def codes(client, address=NEEDS, **query):
    return [row["code"] for row in client.get(address, query).json()["results"]]


def test_a_need_says_where_it_comes_from_and_where_it_is(client):
    target = NeedFactory(code="N01", area=AreaFactory(code="CYP"), provenance="policy")
    target.sources.add(SourceFactory(code="NG225"))
    NeedFactory(code="N02", status="merged", merged_into=target)

    need = client.get(f"{NEEDS}/N01").json()

    assert (need["area"], need["provenance"], need["provenance_label"]) == ("CYP", "policy", "From a policy document")
    assert (need["sources"], need["merged_from"]) == (["NG225"], ["N02"])
    assert need["address"] == "http://testserver/needs/N01/"


@pytest.mark.parametrize(
    "query",
    [{"q": "nights"}, {"area": "CYP"}, {"provenance": "policy"}, {"q": "night", "area": "CYP", "status": "published"}],
)
def test_each_filter_finds_its_need(client, query):
    NeedFactory()
    NeedFactory(code="X77", title="No help at night", area=AreaFactory(code="CYP"), provenance="policy")

    assert codes(client, **query) == ["X77"]


def test_merged_needs_can_be_asked_for(client):
    target = NeedFactory(code="N01")
    NeedFactory(code="N02", status="merged", merged_into=target)

    assert codes(client) == ["N01", "N02"]
    assert codes(client, status="merged") == ["N02"]


@pytest.mark.parametrize("status", ["submitted", "in_review", "rejected"])
def test_a_need_that_is_not_public_is_nowhere(client, status):
    need = NeedFactory(status=status)

    assert codes(client) == []
    assert client.get(f"{NEEDS}/{need.code}").status_code == 404
    assert client.get(NEEDS, {"status": status}).status_code == 422


def test_nothing_tells_who_sent_a_need(client):
    sender = UserFactory()
    NeedFactory(submitted_by=sender, organisation_type="I care for somebody", submitted_source="My GP, Dr X")

    text = client.get(NEEDS).content.decode()

    assert not any(secret in text for secret in (sender.email, "I care for somebody", "Dr X", "submitted"))


def test_a_list_comes_in_pages(client):
    NeedFactory.create_batch(5)

    first = client.get(NEEDS, {"limit": 2}).json()
    last = client.get(NEEDS, {"limit": 2, "offset": 4}).json()

    assert (first["count"], first["next_offset"], len(first["results"])) == (5, 2, 2)
    assert (last["next_offset"], len(last["results"])) == (None, 1)


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    "query",
    [{"limit": 0}, {"limit": 101}, {"limit": "all"}, {"offset": -1}, {"offset": 10**12}, {"limit": "1e9"}],
)
def test_a_page_has_at_most_100_records(client, address, query):
    assert client.get(address, query).status_code == 422


@pytest.mark.parametrize(
    "query", [{"q": "a\0b"}, {"q": "x" * 101}, {"area": "a b"}, {"area": "\0"}, {"provenance": "x"}]
)
def test_a_value_that_makes_no_sense_is_refused_in_words(client, query):
    response = client.get(NEEDS, query)

    assert response.status_code == 422
    assert response.json()["errors"][0]["message"]


COLUMNS = ["user", "submitted_by", "area__needs", "id", "pk", "code", "title", "status_reason", "organisation_type"]
LOOK_UPS = ["", "__email__startswith", "__password__contains", "__in", "__gt", "__regex", "__isnull"]
ORDERS = ["order_by", "ordering", "sort", "fields", "include", "format", "page", "submitted_by__email__startswith"]


@pytest.mark.parametrize("name", [*(column + look_up for column in COLUMNS for look_up in LOOK_UPS), *ORDERS])
@pytest.mark.parametrize("address", LISTS)
def test_a_parameter_that_is_not_named_is_refused_and_says_so(client, address, name):
    response = client.get(address, {name: "a"})

    assert response.status_code == 422
    assert response.json()["errors"] == [{"field": name, "message": "Leave this parameter out."}]


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_of_needs_takes_four_queries_however_many(client, count, django_assert_num_queries):
    for need in NeedFactory.create_batch(count):
        need.sources.add(SourceFactory())

    with django_assert_num_queries(4):
        client.get(NEEDS)


@pytest.mark.parametrize("address", LISTS)
def test_what_has_not_changed_is_not_sent_again(client, address):
    first = client.get(address)

    assert client.get(address, headers={"if-none-match": first.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", LISTS)
def test_the_lists_are_for_reading_only(client, address, method):
    assert getattr(client, method)(address).status_code == 405
    assert not User.objects.exists()


def test_an_area_is_found_by_its_code(client):
    AreaFactory(code="CYP", name="Children")

    assert client.get("/api/v1/areas/CYP").json()["name"] == "Children"
    assert client.get("/api/v1/areas/XXX").status_code == 404

import pytest
from django.urls import reverse

from mhin.common.models import Provenance
from needs.models import Need
from tests.factories.needs import AreaFactory, NeedFactory, NeedSupportFactory

pytestmark = pytest.mark.django_db
LIST = reverse("needs:need-list")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_needs_takes_five_queries_however_long(client, count, django_assert_num_queries):
    NeedFactory.create_batch(count)

    with django_assert_num_queries(5):
        response = client.get(LIST)

    assert f"{count} need" in response.content.decode()


@pytest.mark.parametrize(("provenance", "label"), Provenance.choices)
def test_the_list_shows_where_each_need_comes_from(client, provenance, label):
    NeedFactory(provenance=provenance)

    page = client.get(LIST).content.decode()

    assert f"{label}</strong>" in page


def test_the_list_says_that_it_is_a_starting_set(client):
    page = client.get(LIST).content.decode()

    assert "starting set that curators edit" in page


def test_the_list_can_be_filtered(client):
    NeedFactory(title="Long waits")
    NeedFactory(title="No help at night")

    page = client.get(LIST, {"q": "night"}).content.decode()

    assert "No help at night" in page
    assert "Long waits" not in page


@pytest.mark.parametrize(
    "query", [{"q": "a\0b"}, {"q": "x" * 101}, {"area": "nowhere"}, {"provenance": "x"}, {"page": "x"}]
)
def test_a_filter_that_makes_no_sense_does_no_harm(client, query):
    NeedFactory(title="Long waits")

    response = client.get(LIST, query)

    assert response.status_code == 200
    assert "Long waits" in response.content.decode()


def test_a_list_longer_than_a_page_is_cut(client):
    NeedFactory.create_batch(101, area=AreaFactory())

    page = client.get(LIST, {"page": 2})

    assert len(page.context["page"].object_list) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_a_search_takes_six_queries_however_much_it_finds(client, count, django_assert_num_queries):
    NeedFactory.create_batch(count, title="Long waits")

    with django_assert_num_queries(6):
        client.get(LIST, {"q": "waits"})


def test_a_search_says_when_it_only_found_what_looks_alike(client):
    NeedFactory(title="Children wait for months")

    page = client.get(LIST, {"q": "childern"}).content.decode()

    assert "No need has all the words “childern”. This one has some of them, or words that look like them" in page
    assert "Children wait for months" in page


def test_merged_needs_can_be_listed(client):
    target = NeedFactory(title="Long waits")
    NeedFactory(title="My own words", status=Need.Status.MERGED, merged_into=target)

    page = client.get(LIST, {"status": "merged"}).content.decode()

    assert "My own words" in page
    assert "Long waits" not in page


@pytest.mark.parametrize("status", ["submitted", "rejected", "in_review"])
def test_no_filter_opens_needs_that_are_not_public(client, status):
    NeedFactory(title="Hidden", status=status)

    assert "Hidden" not in client.get(LIST, {"status": status}).content.decode()


def test_the_list_counts_the_found_needs_of_each_area(client):
    NeedFactory.create_batch(2, title="Long waits", area=AreaFactory(name="Children"))
    NeedFactory(title="Long waits", area=AreaFactory(name="Crisis"))
    NeedFactory(title="Debt")

    counts = client.get(LIST, {"q": "waits"}).context["counts"]

    assert [(name, count) for _, name, count in counts] == [("Children", 2), ("Crisis", 1)]


HOSTILE = [
    "' OR 1=1 --",
    "\\",
    "%' AND pg_sleep(5)--",
    "a & | ! <-> :* ( )",
    "<script>alert(1)</script>",
    "a" * 100,
    "!" * 100,
    "((((((((((" * 10,
    "\u0301" * 100,
    "\u202e\ufeff\u200b",
    "\U0001f98a",
    "___ 'x':* & !y",
    "the of and",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_search_finds_nothing_and_harms_nothing(client, text):
    NeedFactory(title="Long waits")

    response = client.get(LIST, {"q": text})

    assert response.status_code == 200
    assert "Long waits" not in response.content.decode()
    assert "<script>alert" not in response.content.decode()


def support(client, need, **form):
    return client.post(reverse("needs:need-support", args=[need.code]), form)


def test_somebody_signed_in_can_support_a_need_once(client, stakeholder):
    need = NeedFactory()
    client.force_login(stakeholder)

    support(client, need)
    response = support(client, need)

    assert list(need.supports.values_list("user", flat=True)) == [stakeholder.pk]
    assert response.url == f"{need.get_absolute_url()}#support"


def test_support_can_be_taken_back_by_oneself_only(client, stakeholder):
    need = NeedFactory()
    NeedSupportFactory(need=need)
    NeedSupportFactory(need=need, user=stakeholder)
    client.force_login(stakeholder)

    support(client, need, act="withdraw")

    assert need.supports.count() == 1
    assert not need.supports.filter(user=stakeholder).exists()


def test_a_visitor_cannot_support_without_signing_in(client):
    need = NeedFactory()

    response = support(client, need)

    assert response.url.startswith("/accounts/login/")
    assert not need.supports.exists()


def test_a_need_that_is_not_public_cannot_be_supported(client, stakeholder):
    client.force_login(stakeholder)

    assert support(client, NeedFactory(status="submitted")).status_code == 404

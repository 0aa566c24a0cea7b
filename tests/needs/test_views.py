import pytest
from django.urls import reverse

from mhin.common.models import Provenance
from needs.models import Need
from tests.factories.accounts import UserFactory
from tests.factories.needs import AreaFactory, NeedFactory

pytestmark = pytest.mark.django_db
LIST = reverse("needs:need-list")
SUBMIT = reverse("needs:need-submit")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_needs_takes_four_queries_however_long(client, count, django_assert_num_queries):
    NeedFactory.create_batch(count)

    with django_assert_num_queries(4):
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


def test_a_visitor_can_send_in_a_need(client):
    area = AreaFactory()
    form = {
        "title": "No help at night",
        "detail": "In villages.",
        "area": area.pk,
        "organisation_type": "Something else",
    }

    response = client.post(SUBMIT, form)

    need = Need.objects.get()
    assert response.url == reverse("needs:need-submitted")
    assert (need.title, need.area, need.organisation_type, need.submitted_by) == (
        "No help at night",
        area,
        "Something else",
        None,
    )


def test_somebody_signed_in_is_remembered_with_the_need(client):
    person = UserFactory()
    client.force_login(person)

    client.post(SUBMIT, {"title": "No help at night"})

    assert Need.objects.get().submitted_by == person


def test_a_need_without_a_title_is_asked_for_again(client):
    response = client.post(SUBMIT, {"title": " ", "detail": "Kept"})

    assert "Say in one short sentence what the need is" in response.content.decode()
    assert "Kept" in response.content.decode()
    assert not Need.objects.exists()


def test_nobody_need_know_the_area(client):
    AreaFactory()

    page = client.get(SUBMIT).content.decode()

    assert "I am not sure" in page


def test_the_sender_is_thanked_and_told_what_happens_next(client):
    page = client.get(reverse("needs:need-submitted")).content.decode()

    assert "A curator will read it soon" in page

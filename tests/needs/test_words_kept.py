"""Whoever finds a like need loses nothing that they wrote."""

import pytest
from django.urls import reverse

from needs.models import Need, NeedSupport
from tests.factories.accounts import UserFactory
from tests.factories.needs import NeedFactory
from tests.needs.test_submit import SUBMIT, send

pytestmark = pytest.mark.django_db

TITLE = "No help at night in villages"


@pytest.fixture
def like():
    return NeedFactory(status="published", title="No help at night in villages and towns")


def test_supporting_a_like_need_asks_what_to_do_with_the_words(client, like):
    client.force_login(UserFactory())

    page = send(client, title=TITLE, detail="My own words", checked="on", support=like.code).text

    assert NeedSupport.objects.filter(need=like).count() == 1
    assert "has not been sent" in page
    assert "My own words" in page
    assert not Need.objects.filter(title=TITLE).exists()


def test_the_button_of_support_sends_the_words_along(client, like):
    client.force_login(UserFactory())

    assert f'form="send" name="support" value="{like.code}"' in send(client, title=TITLE).text


def test_a_visitor_who_signs_in_comes_back_to_the_words(client, like):
    response = send(client, title=TITLE, detail="My own words", checked="on", sign_in="1")
    client.force_login(UserFactory())

    page = client.get(SUBMIT).text

    assert response.url == f"{reverse('account_login')}?next={SUBMIT}"
    assert "My own words" in page
    assert f'name="support" value="{like.code}"' in page
    assert "My own words" not in client.get(SUBMIT).text


def test_a_visitor_is_offered_to_sign_in(client, like):
    assert "Sign in, and keep what I wrote" in send(client, title=TITLE).text


def test_words_older_than_an_hour_do_not_come_back(client, like):
    send(client, title=TITLE, detail="My own words", checked="on", sign_in="1")
    session = client.session
    session["kept_need"] |= {"at": session["kept_need"]["at"] - 3601}
    session.save()

    assert "My own words" not in client.get(SUBMIT).text


def test_whoever_is_signed_out_meanwhile_signs_in_and_keeps_the_words(client, like):
    response = send(client, title=TITLE, checked="on", support=like.code)

    assert response.url.startswith(reverse("account_login"))
    assert not Need.objects.filter(title=TITLE).exists()
    assert not NeedSupport.objects.exists()

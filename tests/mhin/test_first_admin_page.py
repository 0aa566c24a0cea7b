"""The admin's first page names an administrator's tasks, with numbers and links."""

import pytest
from django.urls import reverse

from ratings.models import Round
from ratings.services.group_changes import request_group_change
from tests.factories.mail import OutgoingMailFactory
from tests.factories.ratings import RoundFactory

pytestmark = pytest.mark.django_db
OF_A_ROUND = ["invitation-list", "group-requests", "entry-list", "booklet"]


@pytest.fixture
def page(client, administrator):
    client.force_login(administrator)
    return lambda: client.get(reverse("admin:index")).text


def ask_for_another_group(stage):
    request_group_change(participant=stage.join(), group=stage.groups[1], reason="")


@pytest.mark.parametrize("name", OF_A_ROUND)
def test_an_open_round_is_a_link_away_from_its_tasks(page, stage, name):
    assert f'href="{reverse(f"ratings:{name}", args=[stage.round.slug])}"' in page()


@pytest.mark.parametrize("name", OF_A_ROUND)
def test_so_it_is_on_the_rounds_own_page(client, page, stage, name):
    text = client.get(reverse("admin:ratings_round_change", args=[stage.round.pk])).text

    assert f'href="{reverse(f"ratings:{name}", args=[stage.round.slug])}"' in text


@pytest.mark.parametrize(
    "address",
    [
        lambda stage: reverse("admin:index"),
        lambda stage: reverse("admin:ratings_round_change", args=[stage.round.pk]),
        lambda stage: reverse("ratings:invitation-list", args=[stage.round.slug]),
        lambda stage: reverse("ratings:round-detail", args=[stage.round.slug]),
    ],
)
def test_the_number_of_waiting_requests_stands_beside_their_link(client, page, stage, address):
    before = client.get(address(stage)).text
    ask_for_another_group(stage)
    ask_for_another_group(stage)

    assert "Requests for another group: 0 waiting" in before
    assert "Requests for another group: 2 waiting" in client.get(address(stage)).text


def test_who_decides_no_requests_sees_no_number_of_them(client, stakeholder, stage):
    client.force_login(stakeholder)

    assert "Requests for another group" not in client.get(stage.round.get_absolute_url()).text


def test_a_draft_has_only_its_own_page(page):
    draft = RoundFactory(title="Priorities 2027")

    text = page()

    assert f'href="{reverse("admin:ratings_round_change", args=[draft.pk])}"' in text
    assert reverse("ratings:invitation-list", args=[draft.slug]) not in text


def test_published_rounds_are_no_task(page, stage):
    Round.objects.filter(pk=stage.round.pk).update(status="published", published_at=stage.round.created_at)

    assert stage.round.title not in page()


def test_failed_mails_are_counted(page):
    OutgoingMailFactory(status="failed", body="x")
    OutgoingMailFactory()

    assert "Mails that failed: 1<" in page()


def test_people_and_roles_are_named(page):
    assert f'<a href="{reverse("admin:accounts_user_changelist")}">People and their roles</a>' in page()


def test_curators_find_their_own_tasks_alone(client, curator, stage):
    client.force_login(curator)

    text = client.get(reverse("admin:index")).text

    assert "Needs waiting to be looked at" in text
    assert "Mails that failed" not in text
    assert stage.round.title not in text


def test_the_page_takes_no_more_queries_for_three_rounds(client, page, make_stage, django_assert_num_queries):
    make_stage()
    page()

    with django_assert_num_queries(7):
        page()
    make_stage()
    make_stage()
    with django_assert_num_queries(7):
        page()

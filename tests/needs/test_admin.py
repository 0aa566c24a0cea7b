import pytest
from django.urls import reverse

from mhin.audit.models import AuditEvent
from tests.factories.needs import NeedFactory, SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _signed_in(client, curator):
    client.force_login(curator)


@pytest.mark.parametrize("model", ["area", "source", "need"])
def test_every_list_of_the_admin_opens_and_can_be_searched(client, model):
    NeedFactory().sources.add(SourceFactory())

    response = client.get(reverse(f"admin:needs_{model}_changelist"), {} if model == "area" else {"q": "e"})

    assert response.status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_admins_list_of_needs_takes_ten_queries_however_long(client, count, django_assert_num_queries):
    NeedFactory.create_batch(count)

    with django_assert_num_queries(10):
        client.get(reverse("admin:needs_need_changelist"))


def test_what_a_curator_changes_is_audited(client, curator):
    need = NeedFactory(title="Old")
    form = {"title": "New", "area": need.area_id, "status": "published", "provenance": "mhin", "evidence_seen": "none"}

    client.post(reverse("admin:needs_need_change", args=[need.pk]), form)

    event = AuditEvent.objects.get(target_type="needs.need")
    assert (event.action, event.actor_id, event.before, event.after) == (
        "changed",
        str(curator.pk),
        {"title": "Old"},
        {"title": "New"},
    )


def test_a_need_cannot_be_deleted_in_the_admin(client):
    need = NeedFactory()

    response = client.post(reverse("admin:needs_need_delete", args=[need.pk]), {"post": "yes"})

    assert response.status_code == 403

import pytest
from django.urls import reverse

from mhin.audit.models import AuditEvent
from tests.factories.accounts import UserFactory
from tests.factories.governance import (
    ActionFactory,
    BodyFactory,
    DecisionFactory,
    InterestFactory,
    MeetingFactory,
    MembershipFactory,
)

pytestmark = pytest.mark.django_db
ROWS = {
    "body": BodyFactory,
    "meeting": MeetingFactory,
    "decision": DecisionFactory,
    "interest": InterestFactory,
    "action": ActionFactory,
}


@pytest.fixture
def superuser(client):
    person = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(person)
    return person


@pytest.mark.parametrize("model", ROWS)
def test_the_admins_lists_take_as_many_queries_for_three_rows_as_for_one(
    client, superuser, model, django_assert_num_queries
):
    address = reverse(f"admin:governance_{model}_changelist")
    ROWS[model]()
    client.get(address)  # once, so that content types are known
    queries = {"body": 5, "meeting": 8, "decision": 8, "interest": 5, "action": 5}[model]

    with django_assert_num_queries(queries):
        client.get(address)
    ROWS[model].create_batch(2)
    with django_assert_num_queries(queries):
        client.get(address)


def test_a_recorded_decision_can_only_be_looked_at(client, superuser):
    decision = DecisionFactory()

    assert client.get(reverse("admin:governance_decision_change", args=[decision.pk])).status_code == 200
    assert client.post(reverse("admin:governance_decision_change", args=[decision.pk]), {}).status_code == 403
    assert client.get(reverse("admin:governance_decision_add")).status_code == 403


def test_a_member_changed_inside_a_body_is_audited(client, administrator):
    client.force_login(administrator)
    member = MembershipFactory(role="member")
    body = member.body
    form = {name: getattr(body, name) for name in ("code", "name", "remit", "meets", "note", "position")}
    form |= {"memberships-TOTAL_FORMS": 1, "memberships-INITIAL_FORMS": 1}
    form |= {"memberships-0-id": member.pk, "memberships-0-body": body.pk, "memberships-0-role": "chair"}
    form |= {"memberships-0-name": member.name, "memberships-0-position": member.position}
    form |= {"links-TOTAL_FORMS": 0, "links-INITIAL_FORMS": 0}

    client.post(reverse("admin:governance_body_change", args=[body.pk]), form)

    event = AuditEvent.objects.get(target_type="governance.membership")
    assert (event.action, event.actor_id, event.after) == ("changed", str(administrator.pk), {"role": "chair"})

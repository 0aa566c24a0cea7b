"""What follows from a decision is added by whoever records decisions, and everybody reads it on the decision's page."""

import pytest
from django.urls import reverse

from governance.models import Action, Interest
from mhin.audit.models import AuditEvent
from tests.factories.governance import ActionFactory, DecisionFactory, MembershipFactory
from tests.factories.ratings import RoundSolutionFactory

pytestmark = pytest.mark.django_db
GIVEN = {"title": "Write to the trusts", "owner": "The office", "due_on": "2027-03-01", "status": "planned"}


@pytest.fixture
def decision(db):
    return DecisionFactory()


def adding(decision):
    return reverse("governance:decision-action-add", args=[decision.pk])


def changing(action):
    return reverse("governance:decision-action-change", args=[action.decision_id, action.pk])


@pytest.mark.parametrize("role", ["executive", "administrator"])
def test_an_action_is_added_from_the_page_of_the_decision(client, request, role, decision):
    client.force_login(request.getfixturevalue(role))

    link = client.get(decision.get_absolute_url()).text
    client.post(adding(decision), GIVEN)
    client.logout()
    page = client.get(decision.get_absolute_url()).text

    assert adding(decision) in link
    assert "Write to the trusts: The office, by 1 March 2027 (planned)" in page


def test_visitors_read_actions_and_change_none(client, decision):
    action = ActionFactory(decision=decision)

    page = client.get(decision.get_absolute_url()).text

    assert action.title in page
    assert adding(decision) not in page
    assert changing(action) not in page


def test_adding_an_action_is_audited(client, executive, decision):
    client.force_login(executive)

    client.post(adding(decision), GIVEN)

    event = AuditEvent.objects.get(action="action_added")
    assert (event.actor_id, event.after) == (str(executive.pk), GIVEN)


def test_how_far_it_is_can_be_said_later_on_record(client, executive):
    action = ActionFactory(title=GIVEN["title"], owner=GIVEN["owner"])
    client.force_login(executive)

    page = client.get(action.decision.get_absolute_url()).text
    client.post(changing(action), GIVEN | {"status": "done"})

    event = AuditEvent.objects.get(action="action_changed")
    assert changing(action) in page
    assert Action.objects.get().status == "done"
    assert (event.before["status"], event.after["status"]) == ("planned", "done")


def test_an_action_without_an_owner_is_not_added(client, executive, decision):
    client.force_login(executive)

    response = client.post(adding(decision), GIVEN | {"owner": ""})

    assert response.status_code == 422
    assert not Action.objects.exists()


def test_an_action_is_changed_on_its_own_decision_alone(client, executive, decision):
    client.force_login(executive)
    other = ActionFactory()

    response = client.post(reverse("governance:decision-action-change", args=[decision.pk, other.pk]), GIVEN)

    assert response.status_code == 404


def test_an_administrator_notes_an_interest(client, administrator):
    member, item = MembershipFactory(name="Ann Lee"), RoundSolutionFactory()
    client.force_login(administrator)
    address = reverse("admin:governance_interest_add")

    page = client.get(address).text
    form = {"membership": member.pk, "round_solution": item.pk, "nature": "Works there", "consequence": "no_vote"}
    client.post(address, form)

    assert f"{member.body}: Ann Lee" in page
    assert f"{item.round}: {item}" in page
    assert Interest.objects.get().membership == member

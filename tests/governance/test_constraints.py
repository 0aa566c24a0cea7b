"""Every rule of the governance tables, broken one by one."""

import pytest
from django.db import IntegrityError

from governance.models import Decision
from tests.factories.governance import (
    ActionFactory,
    BodyFactory,
    BodyLinkFactory,
    DecisionFactory,
    InterestFactory,
    MeetingFactory,
    MembershipFactory,
)
from tests.factories.ratings import RoundSolutionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("field", ["code", "name", "position"])
def test_two_bodies_cannot_share_what_tells_them_apart(field):
    first = BodyFactory()

    with pytest.raises(IntegrityError, match=f"governance_body_{field}"):
        BodyFactory(**{field: getattr(first, field)})


def test_two_bodies_cannot_be_linked_twice_the_same_way():
    link = BodyLinkFactory()

    with pytest.raises(IntegrityError, match="governance_bodylink_once"):
        BodyLinkFactory(body=link.body, other=link.other)


def test_a_body_cannot_be_linked_to_itself():
    body = BodyFactory()

    with pytest.raises(IntegrityError, match="governance_bodylink_not_to_itself"):
        BodyLinkFactory(body=body, other=body)


@pytest.mark.parametrize(("field", "constraint"), [("name", "once"), ("position", "position_unique")])
def test_two_members_of_a_body_cannot_share_a_name_or_place(field, constraint):
    member = MembershipFactory()

    with pytest.raises(IntegrityError, match=f"governance_membership_{constraint}"):
        MembershipFactory(body=member.body, **{field: getattr(member, field)})


def test_a_body_cannot_meet_twice_on_one_day():
    meeting = MeetingFactory()

    with pytest.raises(IntegrityError, match="governance_meeting_one_a_day"):
        MeetingFactory(body=meeting.body, held_on=meeting.held_on)


def test_a_decision_cannot_have_an_unknown_outcome():
    with pytest.raises(IntegrityError, match="governance_decision_outcome_known"):
        DecisionFactory(outcome="perhaps")


def test_a_decision_cannot_lack_its_reason():
    with pytest.raises(IntegrityError, match="governance_decision_has_reason"):
        DecisionFactory(rationale="")


def test_a_decision_cannot_replace_itself():
    """It is named on inserting; the guard against changes would hide the rule from an update."""
    template = DecisionFactory()

    with pytest.raises(IntegrityError, match="governance_decision_not_superseding_itself"):
        DecisionFactory(pk=template.pk + 1, supersedes_id=template.pk + 1)


def test_a_recorded_decision_cannot_change():
    DecisionFactory()

    with pytest.raises(IntegrityError, match="a recorded decision never changes"):
        Decision.objects.update(outcome=Decision.Outcome.DEFER)


def test_a_decision_cannot_name_a_run_of_another_round():
    other = RoundSolutionFactory()

    with pytest.raises(IntegrityError, match="run and solution must be of one round"):
        DecisionFactory(round_solution=other)


def test_a_decision_cannot_name_a_meeting_of_another_body():
    meeting = MeetingFactory()

    with pytest.raises(IntegrityError, match="one of the body that decided"):
        DecisionFactory(meeting=meeting)


def test_a_decision_cannot_be_replaced_twice():
    earlier = DecisionFactory()
    DecisionFactory(supersedes=earlier)

    with pytest.raises(IntegrityError, match="governance_decision_supersedes"):
        DecisionFactory(supersedes=earlier)


def test_a_member_cannot_declare_an_interest_in_a_solution_twice():
    interest = InterestFactory()

    with pytest.raises(IntegrityError, match="governance_interest_once"):
        InterestFactory(membership=interest.membership, round_solution=interest.round_solution)


def test_an_interest_cannot_be_left_unsaid():
    with pytest.raises(IntegrityError, match="governance_interest_says_what"):
        InterestFactory(nature="")


def test_an_action_cannot_have_an_unknown_status():
    with pytest.raises(IntegrityError, match="governance_action_status_known"):
        ActionFactory(status="lost")

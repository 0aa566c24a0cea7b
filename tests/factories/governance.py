from datetime import date

import factory
from factory.django import DjangoModelFactory

from governance.models import Action, Body, BodyLink, Decision, Interest, Meeting, Membership
from tests.factories.accounts import UserFactory
from tests.factories.ratings import RoundSolutionFactory, ScoreRunFactory


class BodyFactory(DjangoModelFactory):
    class Meta:
        model = Body

    code = factory.Sequence(lambda n: f"body-{n}")
    name = factory.Sequence(lambda n: f"Body {n}")
    remit = "Advises the network."
    position = factory.Sequence(lambda n: n + 1)


class BodyLinkFactory(DjangoModelFactory):
    class Meta:
        model = BodyLink

    body = factory.SubFactory(BodyFactory)
    other = factory.SubFactory(BodyFactory)
    relation = "works with"


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    body = factory.SubFactory(BodyFactory)
    name = factory.Sequence(lambda n: f"Member {n}")
    role = "member"
    position = factory.Sequence(lambda n: n + 1)


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting

    body = factory.SubFactory(BodyFactory)
    held_on = date(2026, 3, 2)
    title = "Meeting"


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = Decision

    body = factory.SubFactory(BodyFactory)
    run = factory.SubFactory(ScoreRunFactory)
    round_solution = factory.SubFactory(RoundSolutionFactory, round=factory.SelfAttribute("..run.round"))
    outcome = Decision.Outcome.TAKE_FORWARD
    rationale = "It ranks high and services are ready for it."
    decided_on = date(2026, 3, 2)
    recorded_by = factory.SubFactory(UserFactory)


class InterestFactory(DjangoModelFactory):
    class Meta:
        model = Interest

    membership = factory.SubFactory(MembershipFactory)
    round_solution = factory.SubFactory(RoundSolutionFactory)
    nature = "Leads a trial of this solution."
    consequence = Interest.Consequence.NO_VOTE


class ActionFactory(DjangoModelFactory):
    class Meta:
        model = Action

    decision = factory.SubFactory(DecisionFactory)
    title = "Find three sites"
    owner = "Programme lead"

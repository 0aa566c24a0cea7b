"""The cast and the stage: people of each role, and a survey round that is open."""

import pytest
from django.core.cache import caches

from mhin.accounts.roles import Role
from mhin.accounts.services import grant_role, sync_roles
from ratings.models import Participant, Round
from ratings.scoring import recompute_round
from ratings.services.answers import Answer, save_answers
from ratings.services.participation import join_round
from ratings.services.rounds import open_round
from ratings.services.weights import save_swings
from tests.factories.accounts import UserFactory
from tests.factories.ratings import ObjectiveFactory, RoundFactory, RoundSolutionFactory, StakeholderGroupFactory


@pytest.fixture(autouse=True)
def _no_mfa_by_default(settings):
    """Tests of the second step of sign-in switch it on."""
    settings.REQUIRE_STAFF_MFA = False


@pytest.fixture(autouse=True)
def _nothing_kept_of_other_tests():
    caches["runs"].clear()


@pytest.fixture
def roles(db):
    sync_roles()


@pytest.fixture
def person_with(roles):
    """Make a person who holds a role."""

    def make(role):
        user = UserFactory()
        grant_role(user=user, role=role, by=None)
        return user

    return make


@pytest.fixture
def stakeholder(person_with):
    return person_with(Role.STAKEHOLDER)


@pytest.fixture
def executive(person_with):
    return person_with(Role.EXECUTIVE)


@pytest.fixture
def curator(person_with):
    return person_with(Role.CURATOR)


@pytest.fixture
def administrator(person_with):
    return person_with(Role.ADMINISTRATOR)


class Stage:
    """An open survey round of three solutions and two objectives, and people who rate in it."""

    def __init__(self, *, round_=None, groups=None, solutions=3, copy_of=None, **policies):
        self.round = round_ or RoundFactory(**policies)
        self.objectives = [
            ObjectiveFactory(round=self.round, code=f"O{n}", name=f"Objective {n}", position=n, declared_weight=n)
            for n in (1, 2)
        ]
        same = [{"solution": item.solution} for item in copy_of.solutions] if copy_of else [{}] * solutions
        self.solutions = [RoundSolutionFactory(round=self.round, position=n, **s) for n, s in enumerate(same, start=1)]
        self.groups = groups or [StakeholderGroupFactory(), StakeholderGroupFactory()]
        open_round(round_=self.round, by=None)

    def join(self, user=None, group=0) -> Participant:
        user = user or UserFactory()
        return join_round(round_=self.round, user=user, group=self.groups[group], organisation="")

    def rate(self, participant, solution, values, version=0):
        """Rate one solution; `values` has one 1-9 an objective, or None for 'I can't judge this'."""
        answers = {
            objective.pk: Answer("rated", value) if value else Answer("cannot_judge")
            for objective, value in zip(self.objectives, values, strict=True)
        }
        return save_answers(
            participant=participant, round_solution=self.solutions[solution], answers=answers, version=version
        )

    def rate_all(self, participant, rows):
        for solution, values in enumerate(rows):
            self.rate(participant, solution, values)

    def weigh(self, participant, points, version=0):
        save_swings(
            participant=participant,
            points={objective.pk: p for objective, p in zip(self.objectives, points, strict=True)},
            version=version,
        )

    def recompute(self):
        run = recompute_round(self.round.pk)
        self.round.refresh_from_db()
        return run


@pytest.fixture
def stage(db) -> Stage:
    return Stage(aggregation=Round.Aggregation.MEAN)


@pytest.fixture
def make_stage(db):
    return Stage

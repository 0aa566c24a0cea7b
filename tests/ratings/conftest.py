import pytest

from ratings.services.entry import begin_entry
from ratings.services.invitations import Guest, invite_people
from tests.factories.accounts import UserFactory
from tests.ratings.invited import EMAIL, link_to


@pytest.fixture
def joined(client, stage, stakeholder):
    """The stakeholder, signed in, and their own part in the stage's round."""
    client.force_login(stakeholder)
    return stage.join(stakeholder)


@pytest.fixture
def enter(stage, administrator):
    """Begin a sheet as the administrator."""

    def begin(mode="paper", code="", by=None, helper=""):
        return begin_entry(
            round_=stage.round, mode=mode, group=stage.groups[0], helper=helper, code=code, by=by or administrator
        )

    return begin


@pytest.fixture
def typing(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def inviter(roles):
    return UserFactory()


@pytest.fixture
def invite(stage, inviter):
    """Invite somebody; returns the invitation and the path of the link in their mail."""

    def act(email=EMAIL, group=0):
        guests = [Guest(email, "Sam", stage.groups[group])]
        [invitation] = invite_people(round_=stage.round, guests=guests, by=inviter)
        return invitation, link_to(email)

    return act

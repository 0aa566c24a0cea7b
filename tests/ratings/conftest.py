import pytest

from ratings.services.entry import begin_entry


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

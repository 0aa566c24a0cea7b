import pytest


@pytest.fixture
def joined(client, stage, stakeholder):
    """The stakeholder, signed in, and their own part in the stage's round."""
    client.force_login(stakeholder)
    return stage.join(stakeholder)

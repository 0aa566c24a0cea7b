"""Two hundred words that nobody may read on a board or among the results: names, addresses, organisations, comments."""

import pytest
from django.urls import reverse

from ratings.services.participation import join_round
from ratings.services.rounds import close_round, publish_round
from tests.conftest import Stage
from tests.factories.accounts import UserFactory
from tests.factories.ratings import CommentFactory, InvitationFactory, RoundFactory, StakeholderGroupFactory

pytestmark = pytest.mark.django_db

PEOPLE = 40


def canary(kind, number):
    return f"canary{kind}{number:03}x"


@pytest.fixture
def planted():
    """People with a name, an address, an organisation and a comment that no curator released; others are invited."""
    stage = Stage(round_=RoundFactory(aggregation="mean"), groups=StakeholderGroupFactory.create_batch(3))
    for n in range(PEOPLE):
        user = UserFactory(name=canary("name", n), email=f"{canary('mail', n)}@example.org")
        group = stage.groups[0 if n < 20 else 1 if n < 36 else 2]
        person = join_round(round_=stage.round, user=user, group=group, organisation=canary("place", n))
        stage.rate_all(person, [(9, 8), (5, 1 + n % 9), (1, None)])
        CommentFactory(participant=person, round_solution=stage.solutions[n % 3], text=canary("comment", n))
        InvitationFactory(round=stage.round, group=group, email=f"{canary('invited', n)}@example.org")
    stage.recompute()
    return stage


def pages(stage):
    slug = stage.round.slug
    yield reverse("governance:board-list")
    for name in ("board", "board-changes", "board-agreement", "board-agenda", "board-people"):
        yield reverse(f"governance:{name}", args=[slug])
    yield from (reverse("governance:board-solution", args=[slug, item.code]) for item in stage.solutions)


@pytest.mark.parametrize("who", ["executive", "administrator"])
def test_no_canary_reaches_a_board(client, planted, request, who):
    client.force_login(request.getfixturevalue(who))

    texts = {path: client.get(path).text for path in pages(planted)}

    assert {path for path, text in texts.items() if "canary" in text} == set()


def test_no_canary_reaches_the_results(client, planted):
    close_round(round_=planted.round, by=None)
    planted.recompute()
    publish_round(round_=planted.round, by=None)

    text = client.get(reverse("governance:round-results", args=[planted.round.slug])).text

    assert "is 1st with" in text
    assert "canary" not in text

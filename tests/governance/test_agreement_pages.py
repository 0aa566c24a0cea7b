"""Where it cannot be told whether people agree, the page says that, and not that they agree."""

import pytest
from django.urls import reverse

from tests.conftest import Stage
from tests.factories.ratings import RoundFactory, StakeholderGroupFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    """The last two stand side by side at the edge of the shortlist; five of each group rated the last."""
    stage = Stage(
        round_=RoundFactory(aggregation="mean", weights="declared", shortlist_size=2),
        groups=StakeholderGroupFactory.create_batch(2),
    )
    for group in (0, 1):
        for number in range(12):
            answers = (6, 6) if number % 2 else (5, 5)
            stage.rate_all(stage.join(group=group), [(9, 9), answers, answers][: 3 if number < 5 else 2])
    stage.recompute()
    return stage


@pytest.fixture
def text(client, executive, stage):
    client.force_login(executive)
    return " ".join(client.get(reverse("governance:board-agreement", args=[stage.round.slug])).text.split())


def test_what_cannot_be_told_is_counted_as_no_clear_disagreement(text):
    assert "No clear disagreement</dt><dd>1</dd>" in text
    assert "It could not be told, because too few people may be shown." in text


def test_what_is_seen_to_be_agreed_is_called_so(text):
    assert "Agreed high</dt><dd>2</dd>" in text


def test_the_agenda_does_not_say_that_people_agree_where_it_cannot_be_told(text):
    assert (
        "1 more solution stands near the edge with no clear disagreement. It could not be told, because too few people "
        "may be shown. More answers would help to tell."
    ) in text


def test_nobody_says_that_talk_is_idle_where_it_cannot_be_told(text):
    assert "clearly disputed." in text
    assert "talking about single solutions is unlikely" not in text

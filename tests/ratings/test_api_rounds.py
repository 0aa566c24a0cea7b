"""The public facts of rounds in the API."""

import pytest

from tests.conftest import Stage
from tests.factories.ratings import RoundFactory
from tests.ratings.api import rounds_address

pytestmark = pytest.mark.django_db


def test_rounds_lists_no_draft(client, stage):
    RoundFactory()

    assert [item["slug"] for item in client.get("/api/v1/rounds").json()] == [stage.round.slug]


def test_round_has_its_objectives_and_solutions_in_order(client, stage):
    facts = client.get(rounds_address(stage)).json()

    assert [item["code"] for item in facts["objectives"]] == ["O1", "O2"]
    assert [item["code"] for item in facts["solutions"]] == [item.code for item in stage.solutions]


def test_round_facts_tell_nothing_about_people(client, stage, joined):
    stage.rate(joined, 0, (8, 5))

    facts = client.get(rounds_address(stage)).json()

    assert set(facts) == {
        *("slug", "title", "kind", "status", "is_open", "is_simulated", "purpose", "source", "opens_at", "closes_at"),
        *("voice", "weights", "aggregation", "smallest_group", "objectives", "solutions"),
    }


def test_rounds_takes_one_query(client, stage, django_assert_num_queries):
    Stage()

    with django_assert_num_queries(1):
        client.get("/api/v1/rounds")

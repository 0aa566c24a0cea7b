"""One's own weights by the API."""

import pytest

from ratings.services.rounds import close_round
from tests.ratings.api import ODD, PRIVILEGED, put, rounds_address, rows

pytestmark = pytest.mark.django_db

WEIGHT_FIELDS = {
    "version": '{"version": %s, "points": {"O1": 100, "O2": 40}}',
    "points": '{"points": %s}',
    "point": '{"points": {"O1": 100, "O2": %s}}',
}


def test_weights_are_saved_and_read_back(client, stage, joined):
    response = put(client, rounds_address(stage, "weights"), {"points": {"O1": 100, "O2": 40}})

    assert response.json() == client.get(rounds_address(stage, "weights")).json()
    assert response.json() == {"version": 1, "points": {"O1": 100, "O2": 40}}


def test_weights_are_empty_before_they_are_given(client, stage, joined):
    assert client.get(rounds_address(stage, "weights")).json() == {"version": 0, "points": {}}


@pytest.mark.parametrize(
    ("points", "field"),
    [({"O1": 100}, "points.O2"), ({"O1": 90, "O2": 40}, "points"), ({"O1": 100, "O2": 1, "O3": 1}, "points.O3")],
)
def test_weights_need_every_objective_and_a_hundred(client, stage, joined, points, field):
    response = put(client, rounds_address(stage, "weights"), {"points": points})

    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert rows() == []


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("field", WEIGHT_FIELDS)
def test_weights_refuse_odd_types_in_every_field(client, stage, joined, field, odd):
    response = put(client, rounds_address(stage, "weights"), WEIGHT_FIELDS[field] % odd)

    assert response.status_code in (400, 422)
    assert rows() == []


@pytest.mark.parametrize("name", PRIVILEGED)
def test_weights_refuse_privileged_names(client, stage, joined, name):
    body = {"points": {"O1": 100, "O2": 40}}
    bodies = [body | {name: 1}, {"points": body["points"] | {name[:10]: 1}}]

    responses = [put(client, rounds_address(stage, "weights"), each) for each in bodies]

    assert [response.status_code for response in responses] == [422, 422]
    assert rows() == []


def test_weights_after_closing_are_refused_with_the_time(client, stage, joined):
    close_round(round_=stage.round, by=None)

    response = put(client, rounds_address(stage, "weights"), {"points": {"O1": 100, "O2": 40}})

    assert (response.status_code, bool(response.json()["closed_at"])) == (409, True)


def test_weights_from_an_old_version_are_refused_with_the_current_ones(client, stage, joined):
    put(client, rounds_address(stage, "weights"), {"version": 0, "points": {"O1": 100, "O2": 40}})

    response = put(client, rounds_address(stage, "weights"), {"version": 0, "points": {"O1": 10, "O2": 100}})

    assert response.status_code == 409
    assert (response.json()["version"], response.json()["points"]) == (1, {"O1": 100, "O2": 40})
    assert rows() == [(100,), (40,)]


def test_weights_without_a_version_are_the_first_or_refused(client, stage, joined):
    responses = [put(client, rounds_address(stage, "weights"), {"points": {"O1": 100, "O2": n}}) for n in (40, 50)]

    assert [response.status_code for response in responses] == [200, 409]


def test_weights_can_be_changed_from_the_version_that_came_with_them(client, stage, joined):
    stage.weigh(joined, (100, 40))
    body = client.get(rounds_address(stage, "weights")).json()

    response = put(client, rounds_address(stage, "weights"), body | {"points": {"O1": 10, "O2": 100}})

    assert (response.status_code, response.json()) == (200, {"version": 2, "points": {"O1": 10, "O2": 100}})


def test_the_same_weights_again_change_nothing_even_from_the_old_version(client, stage, joined):
    body = {"version": 0, "points": {"O1": 100, "O2": 40}}

    responses = [put(client, rounds_address(stage, "weights"), body) for _ in range(3)]

    assert [(response.status_code, response.json()["version"]) for response in responses] == [(200, 1)] * 3


def test_the_conflict_of_weights_is_described(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]

    refusal = paths["/api/v1/rounds/{slug}/weights"]["put"]["responses"]["409"]

    assert "WeightsConflictOut" in str(refusal)

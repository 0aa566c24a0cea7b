"""One's own answers by the API: what it takes, what it refuses, and what it says then."""

import pytest

from ratings.models import Rating, RatingEvent
from ratings.services.rounds import close_round
from tests.ratings.api import ODD, PRIVILEGED, answers, put, ratings_address, rounds_address, rows

pytestmark = pytest.mark.django_db

RATING_FIELDS = {
    "version": '{"version": %s, "answers": {"O1": {"state": "rated", "value": 5}}}',
    "answers": '{"version": 0, "answers": %s}',
    "answer": '{"version": 0, "answers": {"O1": %s}}',
    "state": '{"version": 0, "answers": {"O1": {"state": %s, "value": 5}}}',
    "value": '{"version": 0, "answers": {"O1": {"state": "rated", "value": %s}}}',
}


def test_put_saves_and_answers_with_the_new_version(client, stage, joined):
    response = put(client, ratings_address(stage), answers(O1=8, O2="cannot_judge"))

    assert response.json() == {
        "code": stage.solutions[0].code,
        "version": 1,
        "answers": {"O1": {"state": "rated", "value": 8}, "O2": {"state": "cannot_judge", "value": None}},
    }
    assert list(joined.ratings.order_by("objective").values_list("value", flat=True)) == [8, None]


def test_put_takes_back_what_get_gave(client, stage, joined):
    put(client, ratings_address(stage), answers(O1=8, O2="cannot_judge"))
    body = client.get(ratings_address(stage)).json()
    del body["code"]

    response = put(client, ratings_address(stage), body)

    assert (response.status_code, response.json()["version"]) == (200, 1)


def test_put_again_changes_nothing_even_from_the_old_version(client, stage, joined):
    for _ in range(3):
        response = put(client, ratings_address(stage), answers(O1=8, O2=5))

    assert (response.status_code, response.json()["version"]) == (200, 1)
    assert (Rating.objects.count(), RatingEvent.objects.count()) == (2, 2)


def test_put_leaves_other_objectives_as_they_are(client, stage, joined):
    put(client, ratings_address(stage), answers(O1=8, O2=5))

    response = put(client, ratings_address(stage), answers(1, O2=6))

    assert response.json()["answers"]["O1"] == {"state": "rated", "value": 8}


def test_put_from_an_old_version_is_refused_with_the_current_answers(client, stage, joined):
    put(client, ratings_address(stage), answers(O1=8, O2=5))

    response = put(client, ratings_address(stage), answers(O1=2, O2=5))

    assert response.status_code == 409
    assert response.json()["version"] == 1
    assert response.json()["answers"]["O1"] == {"state": "rated", "value": 8}
    assert joined.ratings.get(objective__code="O1").value == 8


def test_put_after_closing_is_refused_with_the_time(client, stage, joined):
    close_round(round_=stage.round, by=None)

    response = put(client, ratings_address(stage), answers(O1=8))

    stage.round.refresh_from_db()
    assert response.status_code == 409
    assert response.json()["closed_at"][:19] == stage.round.closes_at.isoformat()[:19]
    assert rows() == []


def test_put_names_an_objective_that_the_round_does_not_have(client, stage, joined):
    response = put(client, ratings_address(stage), answers(O1=8, O9=8))

    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == ["answers.O9"]
    assert rows() == []


@pytest.mark.parametrize("value", [0, 10, 99, -1, 2**63])
def test_put_off_the_scale_is_refused(client, stage, joined, value):
    assert put(client, ratings_address(stage), answers(O1=value)).status_code == 422
    assert rows() == []


@pytest.mark.parametrize("answer", [{"state": "rated"}, {"state": "cannot_judge", "value": 5}, {"value": 5}])
def test_put_has_a_value_exactly_when_rated(client, stage, joined, answer):
    response = put(client, ratings_address(stage), {"version": 0, "answers": {"O1": answer}})

    assert response.status_code == 422
    assert rows() == []


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("field", RATING_FIELDS)
def test_put_refuses_odd_types_in_every_field(client, stage, joined, field, odd):
    response = put(client, ratings_address(stage), RATING_FIELDS[field] % odd)

    assert response.status_code in (400, 422)
    assert rows() == []


@pytest.mark.parametrize("name", PRIVILEGED)
def test_put_refuses_privileged_names_at_every_level(client, stage, joined, name):
    body = answers(O1=8)
    bodies = [
        body | {name: 1},
        {**body, "answers": {"O1": {"state": "rated", "value": 8, name: 1}}},
        {**body, "answers": {**body["answers"], name[:10]: {"state": "rated", "value": 1}}},
    ]

    responses = [put(client, ratings_address(stage), each) for each in bodies]

    assert [response.status_code for response in responses] == [422, 422, 422]
    assert rows() == []


def test_there_are_forty_privileged_names():
    assert len(set(PRIVILEGED)) >= 40


def test_put_for_one_solution_touches_no_other_person(client, stage, joined):
    other = stage.join()
    stage.rate(other, 0, (1, 1))

    put(client, ratings_address(stage), answers(O1=9, O2=9))

    assert list(other.ratings.values_list("value", "version")) == [(1, 1), (1, 1)]


def test_own_ratings_show_every_solution_with_its_version(client, stage, joined):
    stage.rate(joined, 1, (8, None))

    body = client.get(rounds_address(stage, "ratings")).json()

    versions = {item["code"]: item["version"] for item in body["solutions"]}
    assert versions == {stage.solutions[0].code: 0, stage.solutions[1].code: 1, stage.solutions[2].code: 0}


def test_own_ratings_query_count(client, stage, joined, django_assert_num_queries):
    with django_assert_num_queries(7):
        client.get(rounds_address(stage, "ratings"))


@pytest.mark.parametrize("emptied", [None, "", {}, {"state": "rated", "value": None}])
def test_put_of_an_emptied_answer_is_refused_and_the_answer_stays(client, stage, joined, emptied):
    put(client, ratings_address(stage), answers(O1=8, O2=5))

    response = put(client, ratings_address(stage), {"version": 1, "answers": {"O1": emptied}})

    assert response.status_code == 422
    assert list(joined.ratings.order_by("objective").values_list("value", flat=True)) == [8, 5]

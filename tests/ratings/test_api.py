"""The API of the rating rounds: what it takes, what it refuses, and that reading never writes."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ratings.models import Participant, Rating, RatingEvent, Swing
from ratings.services.rounds import close_round
from tests.conftest import Stage
from tests.factories.accounts import UserFactory
from tests.factories.ratings import RoundFactory

pytestmark = pytest.mark.django_db

ODD = ['"3"', "3.0", "true", "false", "null", "[3]", '{"a": 3}', "NaN", "1e999", "-Infinity", '""', "-1"]
RATING_FIELDS = {
    "version": '{"version": %s, "answers": {"O1": {"state": "rated", "value": 5}}}',
    "answers": '{"version": 0, "answers": %s}',
    "answer": '{"version": 0, "answers": {"O1": %s}}',
    "state": '{"version": 0, "answers": {"O1": {"state": %s, "value": 5}}}',
    "value": '{"version": 0, "answers": {"O1": {"state": "rated", "value": %s}}}',
}
WEIGHT_FIELDS = {"points": '{"points": %s}', "point": '{"points": {"O1": 100, "O2": %s}}'}
PRIVILEGED = re.findall(
    r"\w+",
    """
    id pk user user_id username email password is_staff is_superuser is_active groups permissions role session
    round round_id slug status closes_at opens_at policy weight weights declared_weight group group_id mode
    participant participant_id link sheet swing_sheet consent_version submitted_at is_simulated organisation
    created_at updated_at code round_solution objective score rank current_run comment moderated_by
    """,
)


@pytest.fixture
def joined(client, stage, stakeholder):
    """The stakeholder, signed in, and their own part in the stage's round."""
    client.force_login(stakeholder)
    return stage.join(stakeholder)


def rounds_address(stage, *parts):
    return "/".join(["/api/v1/rounds", stage.round.slug, *parts])


def ratings_address(stage, solution=0):
    return rounds_address(stage, "ratings", stage.solutions[solution].code)


def put(client, address, body):
    text = body if isinstance(body, str) else json.dumps(body)
    return client.put(address, text, content_type="application/json")


def answers(version=0, **values):
    """A body: O1=8 is rated 8, O1="cannot_judge" has no value."""
    given = {
        code: {"state": "rated", "value": value} if isinstance(value, int) else {"state": value}
        for code, value in values.items()
    }
    return {"version": version, "answers": given}


def rows():
    return [*Rating.objects.values_list("state", "value"), *Swing.objects.values_list("points")]


# Public facts


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


# One's own answers


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


def test_put_without_live_consent_is_refused(client, stage, joined):
    Participant.objects.filter(pk=joined.pk).update(consent_version="an older text")

    responses = [put(client, own_address(stage, part), body) for part, body in BODIES.items()]

    assert [response.status_code for response in responses] == [403, 403]
    assert "agree" in responses[0].json()["detail"]
    assert rows() == []


# Weights


def test_weights_are_saved_and_read_back(client, stage, joined):
    response = put(client, rounds_address(stage, "weights"), {"points": {"O1": 100, "O2": 40}})

    assert response.json() == client.get(rounds_address(stage, "weights")).json() == {"points": {"O1": 100, "O2": 40}}


def test_weights_are_empty_before_they_are_given(client, stage, joined):
    assert client.get(rounds_address(stage, "weights")).json() == {"points": {}}


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


# Who reaches what

OWN = ["ratings", "ratings/{code}", "weights"]
BODIES = {
    "ratings/{code}": {"version": 0, "answers": {"O1": {"state": "rated", "value": 1}}},
    "weights": {"points": {"O1": 100, "O2": 40}},
}


def own_address(stage, part, slug=None, code=None):
    filled = part.format(code=code or stage.solutions[0].code)
    return f"/api/v1/rounds/{slug or stage.round.slug}/{filled}"


@pytest.mark.parametrize("part", OWN)
def test_a_visitor_is_told_to_sign_in_in_json(client, stage, part):
    responses = [client.get(own_address(stage, part)), put(client, own_address(stage, part), BODIES.get(part, {}))]

    assert responses[0].status_code == 401
    assert responses[0].json()["detail"].startswith("Sign in")
    assert responses[1].status_code == (401 if part in BODIES else 405)


@pytest.mark.parametrize("who", ["stakeholder", "executive", "curator", "administrator"])
@pytest.mark.parametrize("part", OWN)
def test_somebody_elses_answers_are_not_there_for_any_role(client, stage, request, who, part):
    other = stage.join()
    stage.rate(other, 0, (8, 5))
    client.force_login(request.getfixturevalue(who))

    response = client.get(own_address(stage, part))

    assert response.status_code == 404
    assert put(client, own_address(stage, part), BODIES.get(part, {})).status_code == (404 if part in BODIES else 405)
    assert list(other.ratings.values_list("version", flat=True)) == [1, 1]
    assert Participant.objects.count() == 1


@pytest.mark.parametrize("part", OWN)
def test_a_draft_and_another_round_look_like_one_that_is_missing(client, stage, joined, part):
    other = Stage()

    missing = client.get(own_address(stage, part, slug="no-such-round"))
    draft = client.get(own_address(stage, part, slug=RoundFactory().slug))
    not_joined = client.get(own_address(other, part))

    assert [missing.status_code, draft.status_code, not_joined.status_code] == [404, 404, 404]
    assert missing.json() == draft.json()


def test_a_solution_of_another_round_is_not_there(client, stage, joined):
    other = Stage()

    response = put(client, own_address(stage, "ratings/{code}", code=other.solutions[0].code), answers(O1=8))

    assert response.status_code == 404
    assert rows() == []


@pytest.mark.parametrize("part", ["", *OWN])
def test_reading_never_writes(client, stage, joined, part):
    address = own_address(stage, part).rstrip("/")

    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.generic("GET", address, json.dumps(answers(O1=8)), content_type="application/json")
        client.head(address)

    written = [query["sql"] for query in queries if query["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert written == []


@pytest.mark.parametrize("method", ["post", "patch", "delete", "options", "head", "trace"])
@pytest.mark.parametrize("part", OWN)
def test_other_methods_are_refused_in_json(client, stage, joined, part, method):
    response = getattr(client, method)(own_address(stage, part))

    assert response.status_code == 405
    assert ("GET" in response.headers["Allow"], response.headers["Content-Type"]) == (True, "application/json")
    assert rows() == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-csrftoken": "x" * 64},
        {"x-csrftoken": "TOKEN", "origin": "https://elsewhere.example"},
    ],
    ids=["no token", "wrong token", "wrong origin"],
)
def test_a_write_without_proof_of_this_site_is_refused(stage, stakeholder, headers):
    client, token = csrf_client(stakeholder)
    stage.join(stakeholder)
    headers = {name: token if value == "TOKEN" else value for name, value in headers.items()}

    responses = [
        client.put(address, json.dumps(BODIES[part]), content_type="application/json", headers=headers)
        for part, address in ((part, own_address(stage, part)) for part in BODIES)
    ]

    assert [response.status_code for response in responses] == [403, 403]
    assert rows() == []


def test_a_write_with_the_token_is_taken(stage, stakeholder):
    client, token = csrf_client(stakeholder)
    stage.join(stakeholder)

    response = client.put(
        ratings_address(stage),
        json.dumps(answers(O1=8)),
        content_type="application/json",
        headers={"x-csrftoken": token},
    )

    assert response.status_code == 200


def csrf_client(user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    client.get("/accounts/email/")
    return client, client.cookies["csrftoken"].value


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_form_of_another_site_cannot_pose_as_json(client, stage, joined, content_type):
    response = client.put(ratings_address(stage), json.dumps(answers(O1=8)), content_type=content_type)

    assert response.status_code == 415
    assert rows() == []


def test_an_inactive_person_is_nobody(client, stage, joined, stakeholder):
    stakeholder.is_active = False
    stakeholder.save()

    assert client.get(rounds_address(stage, "ratings")).status_code == 401


def test_staff_without_a_second_step_get_json_not_a_page(client, stage, administrator, settings):
    settings.REQUIRE_STAFF_MFA = True
    client.force_login(administrator)

    response = client.get(rounds_address(stage, "ratings"))

    assert (response.status_code, "two-step" in response.json()["detail"]) == (403, True)


def test_one_person_does_not_see_another_in_any_field(client, stage, joined):
    secret = UserFactory(email="planted@example.org", name="Planted Name")
    stage.rate(stage.join(secret), 0, (3, 3))

    text = "".join(client.get(own_address(stage, part).rstrip("/")).content.decode() for part in ["", *OWN])

    assert "planted" not in text.lower()

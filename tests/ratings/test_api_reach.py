"""Who reaches what in the API of the rounds, and that reading never writes."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ratings.models import Participant
from tests.conftest import Stage
from tests.factories.accounts import UserFactory
from tests.factories.ratings import RoundFactory
from tests.ratings.api import answers, put, ratings_address, rounds_address, rows

pytestmark = pytest.mark.django_db

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


def test_put_without_live_consent_is_refused(client, stage, joined):
    Participant.objects.filter(pk=joined.pk).update(consent_version="an older text")

    responses = [put(client, own_address(stage, part), body) for part, body in BODIES.items()]

    assert [response.status_code for response in responses] == [403, 403]
    assert "agree" in responses[0].json()["detail"]
    assert rows() == []

"""The API as a whole: one shape of error, strict bodies, and no fault whatever is sent."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mhin.api import api
from mhin.common.api import MAX_BODY

pytestmark = pytest.mark.django_db

LOOKUPS = [
    "order_by",
    "user__email__startswith",
    "participants__link__user__email",
    "pk__in",
    "search",
    "format",
    "_method",
]
BAD_JSON = [
    b"{",
    b"[" * 5000,
    b"9" * 5000,
    b"NaN",
    b'{"version": 0, "version": 1, "answers": {}}',
    b"\xff\xfe",
    b"{'a': 1}",
]


@pytest.fixture
def saving(client, stage, stakeholder):
    """The address at which the stakeholder saves answers."""
    client.force_login(stakeholder)
    stage.join(stakeholder)
    return f"/api/v1/rounds/{stage.round.slug}/ratings/{stage.solutions[0].code}"


def put(client, address, body):
    return client.put(address, body, content_type="application/json")


def is_a_problem(response):
    return set(response.json()) >= {"detail", "errors"} and response.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("path", ["", "nothing", "rounds/", "rounds/no-such-round", "rounds/a%00b", "rounds/x/y/z"])
def test_what_is_missing_is_said_in_json(client, path):
    response = client.get(f"/api/v1/{path}")

    assert (response.status_code, is_a_problem(response)) == (404, True)


@pytest.mark.parametrize("name", LOOKUPS)
def test_unknown_parameters_are_refused_and_named(client, stage, name):
    response = client.get("/api/v1/rounds", {name: "x"})

    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [name]


def test_unknown_parameters_do_not_tell_a_round_that_is_there_from_one_that_is_not(client, saving):
    there = client.get(saving, {"order_by": "password"})
    missing = client.get("/api/v1/rounds/none/ratings/none", {"order_by": "password"})

    assert (there.status_code, there.json()) == (missing.status_code, missing.json())


@pytest.mark.parametrize("body", BAD_JSON, ids=range(len(BAD_JSON)))
def test_what_is_not_json_is_refused(client, saving, body):
    response = put(client, saving, body)

    assert response.status_code == 400
    assert response.json() == {"detail": "The body is not valid JSON. Check it and send it again.", "errors": []}


@pytest.mark.parametrize("size", [MAX_BODY + 1, 3_000_000])
def test_a_large_body_is_refused(client, saving, size):
    response = put(client, saving, b" " * size)

    assert (response.status_code, is_a_problem(response)) == (413, True)


@pytest.mark.parametrize("body", ["", "[]", "3", "null", '"text"'])
def test_a_body_that_is_not_an_object_is_refused(client, saving, body):
    response = put(client, saving, body)

    assert (response.status_code, is_a_problem(response)) == (422, True)


def test_many_errors_are_cut_short(client, saving):
    in_the_body = put(client, saving, json.dumps({f"field{n}": n for n in range(500)}))
    in_the_address = client.get(saving, {f"field{n}": n for n in range(500)})

    assert [len(response.json()["errors"]) for response in (in_the_body, in_the_address)] == [20, 20]


def test_the_document_names_the_conflict_of_every_write(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]

    writes = {(path, method) for path, item in paths.items() for method in item if method != "get"}
    assert {(path, method) for path, method in writes if "409" in paths[path][method]["responses"]} == writes
    assert len(writes) >= 2


def test_the_document_closes_every_body_to_unknown_fields(client):
    document = client.get("/api/v1/openapi.json").json()

    schemas = [
        resolve(document, operation["requestBody"]["content"]["application/json"]["schema"])
        for item in document["paths"].values()
        for operation in item.values()
        if "requestBody" in operation
    ]
    assert [schema["additionalProperties"] for schema in schemas] == [False] * len(schemas)


def resolve(document, schema):
    return document["components"]["schemas"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


# A generator over the document: bodies that fit a schema, bodies that nearly fit, and nonsense.

TEXT = st.text(max_size=12)
NONSENSE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(["O1", "O2", "O9"]) | TEXT


def fitting(document, schema):
    schema = resolve(document, schema)
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "anyOf" in schema:
        return st.one_of([fitting(document, each) for each in schema["anyOf"]])
    if schema.get("type") == "integer":
        return st.integers(schema.get("minimum", -1), schema.get("maximum", 2**31)) | st.integers()
    if schema.get("type") == "object" and "properties" in schema:
        return st.fixed_dictionaries({name: nearly(document, each) for name, each in schema["properties"].items()})
    if schema.get("type") == "object":
        return st.dictionaries(KEYS, nearly(document, schema["additionalProperties"]), max_size=3)
    return st.none() if schema.get("type") == "null" else TEXT


def nearly(document, schema):
    """Mostly what the schema asks for."""
    return st.one_of(*[fitting(document, schema)] * 4, NONSENSE)


def calls(document, places):
    """A strategy of (method, path, query, body text) for one operation chosen from the document."""
    operations = [
        (method, path, operation) for path, item in document["paths"].items() for method, operation in item.items()
    ]

    @st.composite
    def draw_call(draw):
        method, path, operation = draw(st.sampled_from(operations))
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "path":
                value = draw(st.sampled_from(places) | st.text(min_size=1, max_size=20))
                path = path.replace("{" + parameter["name"] + "}", re.sub("[/?#]", "", value))
        query = draw(st.dictionaries(TEXT, TEXT, max_size=1)) if draw(st.integers(0, 4)) == 0 else {}
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        return method, path, query, json.dumps(draw(nearly(document, body) if body else NONSENSE))

    return draw_call()


@pytest.mark.parametrize("signed_in", [True, False])
def test_no_call_ends_in_a_fault(client, stage, stakeholder, signed_in):
    document = json.loads(json.dumps(api.get_openapi_schema()))
    stage.join(stakeholder)
    if signed_in:
        client.force_login(stakeholder)
    places = [stage.round.slug, stage.solutions[0].code, "no-such"]
    statuses = set()

    @settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(calls(document, places))
    def call(drawn):
        method, path, query, body = drawn
        response = client.generic(method.upper(), path, body, content_type="application/json", query_params=query)
        statuses.add(response.status_code)
        assert response.status_code < 500
        assert response.status_code == 200 or is_a_problem(response)

    call()

    assert statuses >= ({200, 404, 422} if signed_in else {200, 401, 404})

"""The pages of the house itself."""

import psycopg
import pytest
from django.db import connection
from django.urls import reverse

from ratings.models import RecomputeRequest

pytestmark = pytest.mark.django_db


def test_the_database_is_postgresql():
    """The test servers once failed silently to another engine; everything here rests on PostgreSQL."""
    assert connection.vendor == "postgresql"


def test_home_shows_areas_solutions_and_the_open_round(client, stage):
    response = client.get("/")

    assert stage.round.title in response.text
    assert "Have your say" in response.text


def test_home_query_count(client, stage, django_assert_num_queries):
    with django_assert_num_queries(3):
        client.get("/")


@pytest.mark.parametrize("name", ["accessibility", "privacy", "cookies"])
def test_promises_are_public(client, name):
    assert client.get(reverse(name)).status_code == 200


def test_live_says_that_the_process_answers(client):
    assert client.get("/healthz/live").content == b"live"


def test_ready_says_how_long_answers_wait(client):
    assert client.get("/healthz/ready").json() == {"database": "up", "oldest_waiting_seconds": 0.0}


def test_ready_fails_when_answers_wait_too_long(client, stage):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ratings_recomputerequest SET requested_at = now() - interval '10 minutes'")

    assert RecomputeRequest.objects.exists()
    assert client.get("/healthz/ready").status_code == 503


def test_security_txt_says_whom_to_write_to(client, settings):
    settings.SECURITY_CONTACT = "mailto:safe@example.org"

    response = client.get("/.well-known/security.txt")

    assert "Contact: mailto:safe@example.org" in response.text


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/admin/login/", "/no-such-page/"])
def test_every_answer_carries_the_strict_headers(client, path):
    headers = client.get(path).headers

    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Permissions-Policy"].startswith("camera=()")


def test_an_answer_to_somebody_signed_in_is_never_stored(client, stakeholder):
    client.force_login(stakeholder)

    assert client.get("/").headers["Cache-Control"] == "no-store, private"


def test_a_database_that_is_away_is_said_so(client):
    """A statement that gives up waiting for a lock fails as one does when PostgreSQL restarts."""
    client.raise_request_exception = False
    with psycopg.connect(**connection.get_connection_params()) as somebody_else:
        somebody_else.execute("LOCK TABLE solutions_solution IN ACCESS EXCLUSIVE MODE")
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = 100")

        response = client.get("/")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"


def test_any_other_error_is_a_500_without_details(client):
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE needs_area RENAME TO needs_area_away")

    response = client.get("/")

    assert response.status_code == 500
    assert "needs_area" not in response.text

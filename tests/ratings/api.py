"""What the tests of the API send, and where to."""

import json
import re

from ratings.models import Rating, Swing

ODD = ['"3"', "3.0", "true", "false", "null", "[3]", '{"a": 3}', "NaN", "1e999", "-Infinity", '""', "-1"]
PRIVILEGED = re.findall(
    r"\w+",
    """
    id pk user user_id username email password is_staff is_superuser is_active groups permissions role session
    round round_id slug status closes_at opens_at policy weight weights declared_weight group group_id mode
    participant participant_id link sheet swing_sheet consent_version submitted_at is_simulated organisation
    created_at updated_at code round_solution objective score rank current_run comment moderated_by
    """,
)


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

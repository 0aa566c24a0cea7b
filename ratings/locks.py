"""The queue at a round's door: saves pass together, whoever changes the round's row passes alone.

A waiting exclusive row lock is passed over by every new shared one, so under load a round could not close for many
seconds. Advisory locks are granted in turn. Both sides take them before the row.
"""

from django.db import connection

SAVES = 0x4D49  # a space of its own among the portal's advisory locks


def wait_for_saves(round_id: int) -> None:
    """Let the saves under way finish, and new ones wait until the caller's transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [SAVES, round_id])

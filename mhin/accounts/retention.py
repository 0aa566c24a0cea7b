"""What sign-in leaves behind, and when it is over. Both are only rows that nothing reads any more."""

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Now


def ended_sessions() -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=Now())


def forget_ended_sessions() -> int:
    return ended_sessions().delete()[0]


def count_ended_limits() -> int:
    """Counts of sign-ins and submissions, by account and network address, whose time has run out."""
    return _on_limits("SELECT count(*) FROM {} WHERE expires < now()")


def forget_ended_limits() -> int:
    return _on_limits("WITH gone AS (DELETE FROM {} WHERE expires < now() RETURNING 1) SELECT count(*) FROM gone")


def _on_limits(sql: str) -> int:
    """The table of Django's database cache has no model."""
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    with connection.cursor() as cursor:
        cursor.execute(sql.format(table))
        return int(cursor.fetchone()[0])

"""Giving out the next code, such as N92 or S23."""

from django.db import connection
from django.db.models import IntegerField, Max, Model
from django.db.models.functions import Cast, Substr


def lock_codes(model: type[Model]) -> None:
    """Until the end of the transaction nobody else gives out a code, so that two rows never want the same one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"{model._meta.db_table}.code"])


def next_code(model: type[Model], letter: str) -> str:
    """One more than the largest number in use; kept free until the transaction ends."""
    lock_codes(model)
    numbered = model._default_manager.filter(code__regex=rf"^{letter}[0-9]{{1,8}}$")
    last = numbered.aggregate(last=Max(Cast(Substr("code", 2), IntegerField())))["last"] or 0
    return f"{letter}{last + 1:02}"

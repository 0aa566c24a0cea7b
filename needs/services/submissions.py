"""A need that somebody sends in."""

from django.db import connection, transaction
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast, Substr

from mhin.accounts.models import User
from mhin.audit.services import record_event
from mhin.common.models import Provenance
from needs.models import Area, Need


@transaction.atomic
def submit_need(*, title: str, detail: str, area: Area | None, organisation_type: str, by: User | None) -> Need:
    """Keep a need as somebody sent it in, signed in or not. A curator reads it before anybody else sees it."""
    lock_need_codes()
    need = Need.objects.create(
        code=_next_code(),
        title=title,
        detail=detail,
        area=area,
        organisation_type=organisation_type,
        status=Need.Status.SUBMITTED,
        provenance=Provenance.SUBMISSION,
        submitted_by=by,
    )
    record_event("need_submitted", target=need, by=by, after={"title": title, "signed_in": by is not None})
    return need


def lock_need_codes() -> None:
    """Until the end of the transaction nobody else gives out a code, so that two needs never want the same one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('needs_need.code'))")


def _next_code() -> str:
    numbered = Need.objects.filter(code__regex=r"^N[0-9]{1,8}$")
    last = numbered.aggregate(last=Max(Cast(Substr("code", 2), IntegerField())))["last"] or 0
    return f"N{last + 1:02}"

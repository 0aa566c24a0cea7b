"""A need that somebody sends in."""

from uuid import uuid4

from django.conf import settings
from django.db import transaction

from mhin.accounts.models import User
from mhin.common.models import Provenance
from mhin.mail.services import queue_mail
from mhin.mail.texts import write_text
from needs.models import Area, Need, NeedStatusChange
from needs.services.codes import next_code
from needs.services.history import log_step


@transaction.atomic
def submit_need(
    *,
    title: str,
    detail: str,
    area: Area | None,
    organisation_type: str,
    by: User | None,
    source: str = "",
    like: Need | None = None,
) -> Need:
    """Keep a need as somebody sent it in, signed in or not. A curator reads it before anybody else sees it.

    `like` is a published need that the sender read and found alike.
    """
    need = Need.objects.create(
        code=next_code(Need, "N"),
        title=title,
        detail=detail,
        area=area,
        organisation_type=organisation_type,
        status=Need.Status.SUBMITTED,
        provenance=Provenance.SUBMISSION,
        submitted_by=by,
        submitted_source=source,
        submitted_like=like,
    )
    log_step(need, NeedStatusChange.Act.SUBMITTED, by=by, after={"title": title, "signed_in": by is not None})
    return need


def acknowledge_need(*, address: str, path: str, by: User | None) -> None:
    """Thank the sender by mail, with the page that says what became of the need.

    The mail's key and subject do not name the need, so that the outbox does not tell who sent which.
    """
    subject, body = write_text("need_received", {"link": f"{settings.SITE_URL}{path}"})
    queue_mail(to=address, subject=subject, body=body, key=f"need-received-{uuid4().hex}", by=by)

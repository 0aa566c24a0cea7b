"""Queueing mails: part of the act they tell of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower, Now

from mhin.accounts.models import NormaliseNFKC
from mhin.audit.services import record_event
from mhin.mail.models import OutgoingMail
from mhin.mail.tasks import ring_bell
from mhin.mail.texts import one_line


@dataclass(frozen=True)
class Letter:
    """One mail to one person. `key` says what it is about: a second letter with the same key is not sent.

    Where the text has SECRET_MARK, the secret made from `nonce` is put while sending.
    """

    to: str
    subject: str
    body: str
    key: str
    headers: Mapping[str, str] = field(default_factory=dict)
    nonce: str = ""


def unsubscribe_headers(address: str) -> dict[str, str]:
    """What makes mail programs show a button that stops such mails; they post to the address (RFC 8058)."""
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def queue_mail(
    *,
    to: str,
    subject: str,
    body: str,
    key: str,
    by: Any | None = None,
    headers: Mapping[str, str] | None = None,
    nonce: str = "",
) -> OutgoingMail:
    """Queue one mail in the caller's transaction; if that fails, there is no mail. Returns the row, new or not."""
    queue_mails(letters=[Letter(to, subject, body, key, headers or {}, nonce)], by=by)
    return OutgoingMail.objects.get(key=key)


@transaction.atomic
def queue_mails(*, letters: Iterable[Letter], by: Any | None) -> None:
    """Queue many mails at once, in the caller's transaction.

    `by` is who caused them. Mails leave no audit event of their own: the act that they tell of has one.
    """
    OutgoingMail.objects.bulk_create(
        (
            OutgoingMail(
                key=letter.key,
                to=letter.to,
                subject=one_line(letter.subject),
                body=letter.body,
                headers=dict(letter.headers),
                nonce=letter.nonce,
            )
            for letter in letters
        ),
        ignore_conflicts=True,
    )
    transaction.on_commit(ring_bell, robust=True)


@transaction.atomic
def retry_mail(*, mail: OutgoingMail, by: Any) -> None:
    """Send a failed mail again: for 72 more hours, from now on."""
    failed = OutgoingMail.objects.filter(~Q(to=""), pk=mail.pk, status=OutgoingMail.Status.FAILED)
    changed = failed.update(status=OutgoingMail.Status.WAITING, attempts=0, created_at=Now(), next_attempt_at=Now())
    if changed:
        record_event("mail_retried", target=mail, by=by)
        transaction.on_commit(ring_bell, robust=True)


def forget_old_mails() -> int:
    """Empty where mails went and what about, MAIL_KEPT_DAYS after they were queued."""
    nothing = {"to": "", "subject": "", "body": "", "headers": {}, "nonce": "", "last_error": ""}
    return OutgoingMail.objects.old().update(**nothing)


def cancel_mails(*, keys: Iterable[str]) -> None:
    """Do not send these any more. One that is being sent right now is waited for, and stays sent."""
    OutgoingMail.objects.filter(key__in=list(keys), status=OutgoingMail.Status.WAITING).delete()


def forget_mails(*, keys: Iterable[str]) -> None:
    """Erase every trace of these mails."""
    OutgoingMail.objects.filter(key__in=list(keys)).delete()


def forget_mails_to(*, addresses: Iterable[str]) -> int:
    """Erase every mail to these folded addresses, sent or not. One that is being sent is waited for."""
    rows = OutgoingMail.objects.alias(folded=Lower(NormaliseNFKC("to"))).filter(folded__in=list(addresses))
    return rows.delete()[0]

"""Handing waiting mails to the mail server. One that is away loses nothing: the rows wait."""

import logging
from datetime import timedelta
from smtplib import SMTPDataError, SMTPNotSupportedError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from mhin.audit.services import record_event
from mhin.common.contact import reply_to
from mhin.mail.models import OutgoingMail
from mhin.mail.secrets import SECRET_MARK, secret_from
from mhin.mail.texts import one_line

logger = logging.getLogger(__name__)

GIVE_UP_AFTER = timedelta(hours=72)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=4)
AUTOMATIC = {"Auto-Submitted": "auto-generated"}  # asks answering machines to stay silent


def send_due_mails(*, limit: int = 25) -> int:
    """Send what is due, one row a transaction. Several senders may run: each takes rows no other holds."""
    server = get_connection()
    sent = 0
    try:
        for _ in range(limit):
            outcome = _send_next(server)
            if outcome is None:
                break
            sent += outcome
    finally:
        _close(server)
    return sent


@transaction.atomic(durable=True)
def _send_next(server: BaseEmailBackend) -> bool | None:
    """Whether the next mail went out; None when no more should be tried now.

    The row is locked while the mail is handed over and marked in the same transaction. If this process dies between the
    two, the mail goes out again with the same Message-ID, by which mail systems know a copy.
    """
    mail = OutgoingMail.objects.due().select_for_update(skip_locked=True).order_by("next_attempt_at", "pk").first()
    if mail is None:
        return None
    try:
        _hand_over(server, mail)
    except (SMTPRecipientsRefused, SMTPDataError) as error:
        _note_failure(mail, error, final=_is_final(error))
        return False
    except (ValueError, SMTPNotSupportedError) as error:  # no server will ever take this mail
        _note_failure(mail, error, final=True)
        return False
    except OSError as error:  # the server is away, or takes nothing from us: trouble that all mails share
        logger.warning("The mail server did not take mail %s: %s", mail.pk, error)
        _note_failure(mail, error, final=False)
        _pause_all()
        _close(server)
        return None
    mail.status, mail.sent_at, mail.body, mail.nonce, mail.last_error = OutgoingMail.Status.SENT, Now(), "", "", ""
    mail.attempts += 1
    mail.save(update_fields=["status", "sent_at", "body", "nonce", "last_error", "attempts"])
    return True


def _hand_over(server: BaseEmailBackend, mail: OutgoingMail) -> None:
    body = mail.body.replace(SECRET_MARK, secret_from(mail.nonce)) if mail.nonce else mail.body
    domain = settings.SITE_URL.partition("://")[2].partition("/")[0].partition(":")[0]
    headers = AUTOMATIC | mail.headers | {"Message-ID": f"<{mail.pk}.{mail.created_at:%Y%m%d%H%M%S%f}@{domain}>"}
    EmailMessage(mail.subject, body, to=[mail.to], reply_to=reply_to(), headers=headers, connection=server).send()


def _is_final(error: SMTPRecipientsRefused | SMTPDataError) -> bool:
    """Codes from 500 say 'never', those from 400 'not now'."""
    if isinstance(error, SMTPDataError):
        return bool(error.smtp_code >= 500)
    return all(code >= 500 for code, _ in error.recipients.values())


def _note_failure(mail: OutgoingMail, error: Exception, *, final: bool) -> None:
    mail.attempts += 1
    mail.last_error = _reason(error)
    mail.next_attempt_at = timezone.now() + _pause(mail.attempts)
    if final or timezone.now() - mail.created_at >= GIVE_UP_AFTER:
        mail.status = OutgoingMail.Status.FAILED
        record_event("mail_failed", target=mail, by=None, after={"attempts": mail.attempts})
    mail.save(update_fields=["attempts", "last_error", "next_attempt_at", "status"])


def _pause(attempts: int) -> timedelta:
    """One minute, two, four ... up to four hours."""
    return min(FIRST_PAUSE * (1 << min(attempts - 1, 10)), LONGEST_PAUSE)


def _reason(error: Exception) -> str:
    if isinstance(error, SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return one_line(f"{code} {words.decode(errors='replace')}", 300)
    return one_line(f"{type(error).__name__}: {error}", 300)


def _pause_all() -> None:
    """Ask the same server no sooner than in a minute, however many mails wait."""
    waiting = OutgoingMail.objects.due().select_for_update(skip_locked=True).values_list("pk", flat=True)
    OutgoingMail.objects.filter(pk__in=list(waiting)).update(next_attempt_at=Now() + FIRST_PAUSE)


def _close(server: BaseEmailBackend) -> None:
    try:
        server.close()
    except OSError:
        logger.info("The mail server had gone before it was told goodbye.")

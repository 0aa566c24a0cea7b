"""The outbox forgets whom it wrote to; the row stays, so that nothing goes out twice."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from mhin.mail.models import OutgoingMail
from mhin.mail.services import forget_old_mails, queue_mail, retry_mail

pytestmark = pytest.mark.django_db


def mail_of(status, days):
    mail = queue_mail(to="ann@example.org", subject="For Ann", body="Dear Ann", key=f"{status}-{days}")
    fields = {"sent_at": timezone.now(), "body": ""} if status == "sent" else {"last_error": "550 no ann@example.org"}
    created = timezone.now() - timedelta(days=days)
    headers = {"List-Unsubscribe": "<https://example.org/ann>"}
    OutgoingMail.objects.filter(pk=mail.pk).update(status=status, created_at=created, headers=headers, **fields)
    mail.refresh_from_db()
    return mail


@pytest.mark.parametrize("status", ["sent", "failed"])
def test_an_old_mail_tells_nothing_of_a_person_any_more(status):
    mail = mail_of(status, 31)

    call_command("sweep", "--once")

    mail.refresh_from_db()
    assert (mail.to, mail.subject, mail.body, mail.headers, mail.nonce, mail.last_error) == ("", "", "", {}, "", "")
    assert (mail.status, mail.key) == (status, f"{status}-31")


@pytest.mark.parametrize(("status", "days"), [("sent", 29), ("failed", 29), ("waiting", 31)])
def test_a_mail_that_is_young_or_waits_is_kept(status, days):
    mail_of(status, days)

    assert forget_old_mails() == 0


def test_how_long_is_a_setting(settings):
    settings.MAIL_KEPT_DAYS = 7
    mail_of("sent", 8)

    assert forget_old_mails() == 1


def test_the_same_mail_is_not_sent_again_after_it_is_forgotten():
    old = mail_of("sent", 31)
    forget_old_mails()

    again = queue_mail(to="ann@example.org", subject="For Ann", body="Dear Ann", key=old.key)

    assert (again.pk, again.status, again.to) == (old.pk, "sent", "")


def test_a_forgotten_mail_cannot_be_tried_again(administrator):
    mail = mail_of("failed", 31)
    forget_old_mails()

    retry_mail(mail=mail, by=administrator)

    mail.refresh_from_db()
    assert mail.status == "failed"

"""The outbox against a real mail server on this machine: up, away, back, refusing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from mhin.audit.models import AuditEvent
from mhin.mail.models import OutgoingMail
from mhin.mail.secrets import SECRET_MARK, new_nonce, secret_from
from mhin.mail.sending import send_due_mails
from mhin.mail.services import queue_mail, retry_mail
from tests.factories.accounts import UserFactory
from tests.factories.mail import OutgoingMailFactory

pytestmark = pytest.mark.django_db


def queue(key="k", to="a@example.org", **fields):
    return queue_mail(to=to, subject="Hello", body="A text.", key=key, **fields)


def pass_the_pause():
    OutgoingMail.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))


def test_a_queued_mail_arrives(sink):
    queue(headers={"List-Unsubscribe": "<http://testserver/stop>"})

    send_due_mails()

    [message] = sink.received
    assert (message["To"], message["Subject"], message.get_payload().strip()) == ("a@example.org", "Hello", "A text.")
    assert message["List-Unsubscribe"] == "<http://testserver/stop>"
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_mail_that_was_sent_is_not_sent_again(sink):
    queue()
    send_due_mails()
    pass_the_pause()

    send_due_mails()

    assert len(sink.received) == 1


def test_a_sent_mail_keeps_no_text_and_no_nonce(sink):
    queue(nonce=new_nonce())

    send_due_mails()

    mail = OutgoingMail.objects.get()
    assert (mail.status, mail.body, mail.nonce) == ("sent", "", "")


def test_one_key_is_one_mail(sink):
    first = queue()

    assert queue().pk == first.pk
    assert send_due_mails() == 1


def test_a_mail_of_an_act_that_failed_is_not_there():
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)

    assert not OutgoingMail.objects.exists()


def test_while_the_server_is_away_the_mails_wait_with_the_reason(sink):
    sink.stop()
    for number in range(3):
        queue(key=str(number))

    assert send_due_mails() == 0

    assert set(OutgoingMail.objects.values_list("status", flat=True)) == {"waiting"}
    assert OutgoingMail.objects.exclude(last_error="").get().last_error.startswith("ConnectionRefusedError")


def test_a_server_that_is_away_is_asked_once_not_for_each_mail(sink):
    sink.stop()
    for number in range(3):
        queue(key=str(number))
    send_due_mails()

    assert sorted(OutgoingMail.objects.values_list("attempts", flat=True)) == [0, 0, 1]
    assert not OutgoingMail.objects.due().exists()


def test_when_the_server_is_back_every_mail_arrives_once(sink):
    sink.stop()
    for number in range(3):
        queue(key=str(number), to=f"a{number}@example.org")
    send_due_mails()
    sink.start()
    pass_the_pause()

    send_due_mails()
    send_due_mails()

    assert sorted(message["To"] for message in sink.received) == [f"a{number}@example.org" for number in range(3)]


def test_an_address_that_does_not_exist_fails_at_once_with_the_reason(sink):
    sink.refusals["a@example.org"] = "550 no such person"
    queue()

    send_due_mails()

    mail = OutgoingMail.objects.get()
    assert (mail.status, mail.last_error) == ("failed", "550 no such person")
    assert AuditEvent.objects.get().action == "mail_failed"


def test_one_refused_mail_does_not_keep_the_others_waiting(sink):
    sink.refusals["a@example.org"] = "550 no such person"
    queue(key="1")
    queue(key="2", to="b@example.org")

    send_due_mails()

    assert [message["To"] for message in sink.received] == ["b@example.org"]


def test_a_full_mailbox_is_tried_again_after_a_growing_pause(sink):
    sink.refusals["a@example.org"] = "452 mailbox full"
    queue()
    pauses = []

    for _ in range(3):
        send_due_mails()
        pauses.append(OutgoingMail.objects.get().next_attempt_at - timezone.now())
        pass_the_pause()

    assert [round(pause.total_seconds() / 60) for pause in pauses] == [1, 2, 4]


def test_after_72_hours_a_mail_is_given_up_and_the_reason_kept(sink):
    sink.refusals["a@example.org"] = "452 mailbox full"
    queue()
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(hours=72))

    send_due_mails()

    mail = OutgoingMail.objects.get()
    assert (mail.status, mail.last_error) == ("failed", "452 mailbox full")


def test_a_failed_mail_can_be_sent_again(sink):
    mail = OutgoingMailFactory(status="failed")

    retry_mail(mail=mail, by=UserFactory())
    send_due_mails()

    assert len(sink.received) == 1


def test_the_secret_is_in_the_mail_and_not_in_the_database(sink):
    nonce = new_nonce()
    queue_mail(to="a@example.org", subject="x", body=f"http://testserver/{SECRET_MARK}/", key="k", nonce=nonce)
    stored = OutgoingMail.objects.get().body

    send_due_mails()

    assert secret_from(nonce) not in stored
    assert f"http://testserver/{secret_from(nonce)}/" in sink.received[0].get_payload()


def test_a_line_break_in_a_subject_adds_no_header(sink):
    queue_mail(to="a@example.org", subject="Hi\r\nBcc: all@example.org", body="x", key="k")

    send_due_mails()

    assert sink.received[0]["Bcc"] is None


@pytest.mark.django_db(transaction=True)
def test_four_senders_at_once_send_each_mail_once(sink):
    for number in range(12):
        queue(key=str(number), to=f"a{number}@example.org")

    def send(_):
        try:
            return send_due_mails()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(send, range(4))) == 12

    assert len({message["To"] for message in sink.received}) == len(sink.received) == 12

import pytest
from django.db import IntegrityError
from django.utils import timezone

from tests.factories.mail import OutgoingMailFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"status": "lost"}, "mail_outgoingmail_status_known"),
        ({"status": "sent", "body": ""}, "mail_outgoingmail_sent_has_time"),
        ({"status": "waiting", "sent_at": timezone.now()}, "mail_outgoingmail_sent_has_time"),
        ({"status": "sent", "sent_at": timezone.now(), "body": "x"}, "mail_outgoingmail_sent_keeps_no_text"),
    ],
)
def test_database_refuses(fields, name):
    with pytest.raises(IntegrityError, match=name):
        OutgoingMailFactory(**fields)


def test_database_refuses_a_second_mail_of_one_key():
    OutgoingMailFactory(key="k")

    with pytest.raises(IntegrityError, match="key"):
        OutgoingMailFactory(key="k")

import pytest
from django.core.management import call_command

from mhin.mail.models import OutgoingMail
from tests.factories.mail import OutgoingMailFactory


@pytest.mark.django_db
def test_the_sweeper_sends_what_waits_without_any_broker(sink):
    OutgoingMailFactory(to="a@example.org")

    call_command("sweep", once=True)

    assert [message["To"] for message in sink.received] == ["a@example.org"]
    assert OutgoingMail.objects.get().status == "sent"

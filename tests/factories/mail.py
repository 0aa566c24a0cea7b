import factory
from factory.django import DjangoModelFactory

from mhin.mail.models import OutgoingMail


class OutgoingMailFactory(DjangoModelFactory):
    class Meta:
        model = OutgoingMail

    key = factory.Sequence(lambda n: f"mail-{n}")
    to = factory.Sequence(lambda n: f"reader{n}@example.org")
    subject = "Hello"
    body = "A text."

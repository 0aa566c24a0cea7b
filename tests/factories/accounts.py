import factory
from factory.django import DjangoModelFactory, Password

from mhin.accounts.fingerprints import fingerprint
from mhin.accounts.models import Erasure, User
from mhin.audit.models import AuditEvent


class UserFactory(DjangoModelFactory):
    """No password unless a test gives one: hashing is slow, and `client.force_login` needs none."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = Password(None)


class AuditEventFactory(DjangoModelFactory):
    class Meta:
        model = AuditEvent

    actor = "the portal"
    action = "added"
    target_type = "needs.need"
    target_id = factory.Sequence(str)
    target = factory.Sequence(lambda n: f"N{n}: a need")


class ErasureFactory(DjangoModelFactory):
    class Meta:
        model = Erasure

    fingerprint = factory.Sequence(lambda n: fingerprint(f"erased{n}@example.org"))

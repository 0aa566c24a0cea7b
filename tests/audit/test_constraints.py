import pytest
from django.db import IntegrityError, transaction

from mhin.audit.models import AuditEvent
from tests.factories.accounts import AuditEventFactory

pytestmark = pytest.mark.django_db


def test_an_audit_event_cannot_be_changed():
    AuditEventFactory()

    with pytest.raises(IntegrityError, match="append-only"):
        AuditEvent.objects.update(actor="somebody else")


def test_an_audit_event_cannot_be_deleted():
    event = AuditEventFactory()

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        event.delete()
    assert AuditEvent.objects.filter(pk=event.pk).exists()

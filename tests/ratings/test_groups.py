import pytest

from mhin.audit.models import AuditEvent
from ratings.models import StakeholderGroup
from ratings.services.groups import save_stakeholder_groups

pytestmark = pytest.mark.django_db


def test_groups_are_made_in_the_order_of_their_names():
    save_stakeholder_groups(names=["Service users", "Carers and families"], by=None)

    groups = StakeholderGroup.objects.values_list("code", "name", "position")

    assert list(groups) == [("service-users", "Service users", 1), ("carers-and-families", "Carers and families", 2)]


def test_saving_the_same_groups_again_changes_nothing():
    save_stakeholder_groups(names=["Service users", "Carers"], by=None)
    events = AuditEvent.objects.count()

    counts = save_stakeholder_groups(names=["Service users", "Carers"], by=None)

    assert (counts.added, counts.changed, counts.unchanged) == (0, 0, 2)
    assert AuditEvent.objects.count() == events


def test_a_new_group_can_come_before_the_others():
    save_stakeholder_groups(names=["Carers", "Charities"], by=None)

    save_stakeholder_groups(names=["Service users", "Carers", "Charities"], by=None)

    assert [group.name for group in StakeholderGroup.objects.all()] == ["Service users", "Carers", "Charities"]

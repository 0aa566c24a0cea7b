"""No write in the admin without its audit event."""

import pytest
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.urls import reverse

from mhin.audit.admin import AuditedModelAdmin
from mhin.audit.admin.audited import readable
from mhin.audit.models import AuditEvent
from tests.factories.accounts import UserFactory
from tests.factories.needs import AreaFactory
from tests.factories.ratings import ObjectiveFactory, RoundFactory

pytestmark = pytest.mark.django_db
WRITES = ["has_add_permission", "has_change_permission", "has_delete_permission"]


@pytest.fixture
def superuser():
    return UserFactory(is_staff=True, is_superuser=True)


def as_sent(form):
    """What a browser sends for a form that nobody touched."""
    values = {form[name].html_name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def save_round(client, round_, **changed):
    """Open the page of a round, change something of its first objective, and save."""
    address = reverse("admin:ratings_round_change", args=[round_.pk])
    page = client.get(address).context
    sent = as_sent(page["adminform"].form)
    for inline in page["inline_admin_formsets"]:
        sent |= as_sent(inline.formset.management_form)
        for form in inline.formset.forms:
            sent |= as_sent(form)
    sent |= {f"objectives-0-{name}": value for name, value in changed.items()}
    response = client.post(address, sent)
    assert response.status_code == 302, response.context["errors"]


def test_an_objective_changed_inside_a_round_is_audited_with_before_and_after(client, administrator):
    client.force_login(administrator)
    objective = ObjectiveFactory(round=RoundFactory(), name="Old")

    save_round(client, objective.round, name="New")

    event = AuditEvent.objects.get(target_type="ratings.objective")
    assert (event.action, event.before, event.after) == ("changed", {"name": "Old"}, {"name": "New"})


def test_an_objective_removed_inside_a_round_is_audited(client, superuser):
    client.force_login(superuser)
    objective = ObjectiveFactory(round=RoundFactory(), name="Old")

    save_round(client, objective.round, DELETE="on")

    event = AuditEvent.objects.get(target_type="ratings.objective")
    assert (event.action, event.target_id, event.before) == ("removed", str(objective.pk), {"row": "Old"})


def test_a_choice_of_several_rows_is_kept_as_their_names():
    AreaFactory(name="First")

    assert readable(AreaFactory._meta.model.objects.all()) == ["First"]


def writes(model_admin, request):
    return any(getattr(model_admin, name)(request) for name in WRITES)


def test_whatever_can_be_written_in_the_admin_is_audited(rf, superuser):
    request = rf.get("/admin/")
    request.user = superuser

    unaudited = [
        model._meta.label
        for model, model_admin in admin.site._registry.items()
        if writes(model_admin, request) and not isinstance(model_admin, AuditedModelAdmin)
    ]

    assert unaudited == []


def test_no_admin_writes_past_the_audit():
    """A `save_formset` or `save_model` that a subclass writes must end in a service or in the audited one."""
    for model_admin in admin.site._registry.values():
        if isinstance(model_admin, AuditedModelAdmin):
            assert type(model_admin).save_formset is not ModelAdmin.save_formset
            assert type(model_admin).delete_queryset is not ModelAdmin.delete_queryset

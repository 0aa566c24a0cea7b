"""A model's admin whose every write leaves an audit event."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Model, URLField
from django.http import HttpRequest

from mhin.audit.services import record_event


class AuditedModelAdmin(admin.ModelAdmin):
    """Rows of its own and rows edited inside it are audited with what was before and after. Nothing is deleted unless
    a subclass allows it."""

    formfield_overrides = {URLField: {"assume_scheme": "https"}}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        record_form_change(form=form, row=obj, added=not change, by=request.user)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        rows = formset.save(commit=False)
        for row in formset.deleted_objects:
            record_event("removed", target=row, by=request.user, before={"row": str(row)})
            row.delete()
        for row in rows:
            row.save()
        formset.save_m2m()
        record_inline_changes(formset=formset, by=request.user)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        record_event("removed", target=obj, by=request.user, before={"row": str(obj)})
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for row in queryset:
            self.delete_model(request, row)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def record_form_change(*, form: Any, row: Model, added: bool, by: Any) -> None:
    before = {} if added else {name: readable(form.initial.get(name, "")) for name in form.changed_data}
    after = {name: readable(form.cleaned_data.get(name, "")) for name in form.changed_data}
    record_event("added" if added else "changed", target=row, by=by, before=before, after=after)


def record_inline_changes(*, formset: Any, by: Any) -> None:
    """Audit the rows that were edited inside another row's admin page."""
    forms = {id(form.instance): form for form in formset.forms}
    for row in formset.new_objects:
        record_form_change(form=forms[id(row)], row=row, added=True, by=by)
    for row, _fields in formset.changed_objects:
        record_form_change(form=forms[id(row)], row=row, added=False, by=by)


def readable(value: Any) -> Any:
    """As it is kept in the log: a choice of several rows is the list of their names, not the query behind it."""
    if value is None or isinstance(value, str | int | float | bool):
        return value if value is not None else ""
    if isinstance(value, Iterable) and not isinstance(value, Model | dict):
        return [str(item) for item in value]
    return str(value)

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from mhin.audit.admin import AuditedModelAdmin
from mhin.common.admin.fields import AddressesField
from needs.models import Source


@admin.register(Source)
class SourceAdmin(AuditedModelAdmin):
    list_display = ["code", "title", "kind", "publisher", "year"]
    list_filter = ["kind", "publisher"]
    search_fields = ["code", "title"]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "seen_at":
            return AddressesField(label="Seen at", required=False, help_text="One web address a line.")
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "code" and field:
            field.help_text = "A short name of its own. For a NICE guideline its number, such as NG225 or CG178."
        return field

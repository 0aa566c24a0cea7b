from django.contrib import admin

from mhin.audit.admin import AuditedModelAdmin
from needs.models import Area


@admin.register(Area)
class AreaAdmin(AuditedModelAdmin):
    list_display = ["position", "name", "code", "provenance"]
    list_display_links = ["name"]
    prepopulated_fields = {"slug": ["name"]}

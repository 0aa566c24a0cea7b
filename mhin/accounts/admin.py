from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from mhin.accounts.models import User
from mhin.audit.admin import AuditedModelAdmin


@admin.register(User)
class UserAdmin(AuditedModelAdmin):
    list_display = ["email", "name", "is_active", "roles", "last_login"]
    list_filter = ["is_active", "groups"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "is_active", "last_login", "date_joined"]
    readonly_fields = ["email", "last_login", "date_joined"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="roles")
    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People sign up or are invited; an administrator never makes a password for somebody."""
        return False

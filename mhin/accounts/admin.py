from typing import Any

from allauth.account import admin as _addresses  # noqa: F401 -- they register what is taken back below
from allauth.account.models import EmailAddress
from allauth.mfa import admin as _second_steps  # noqa: F401
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth import admin as _groups  # noqa: F401
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest

from mhin.accounts.forms import RolesForm
from mhin.accounts.models import User
from mhin.accounts.second_step import remove_second_step
from mhin.accounts.services import refuse_the_last_administrator, set_roles
from mhin.audit.admin import AuditedModelAdmin
from mhin.common.admin.acts import Act, ActsAdmin, Panel

# Roles come from roles.py, people look after their own addresses, and a second step is only ever taken away by an act:
# nothing of that is written past the audit log.
admin.site.unregister([Group, EmailAddress, Authenticator])

ROLES = Act(
    "roles",
    "Give or take roles",
    do=set_roles,
    done="The roles of {} are as you chose. They count from the next page that the person opens.",
    hint="Ticked is what the person has. A role that is taken leaves the person signed in, with what is left to them. "
    "Whoever gets a role with a second step of sign-in is led to set it up at their next page.",
    form=RolesForm,
    initial=lambda user: {"roles": [group.name for group in user.groups.all()]},
    permission="accounts.change_user",
)

SECOND_STEP = Act(
    "second-step",
    "Take the second step away",
    do=remove_second_step,
    done="{} has no second step any more, is signed out everywhere and gets a mail.",
    hint="For somebody who has lost their telephone and their recovery codes. First make sure, by telephone or face to "
    "face, that it is the person who asks: after this their password alone opens the account. Whoever has a role with "
    "a second step sets up a new one at the next sign-in.",
    offered=lambda user: user.authenticator_set.exists(),
    permission="accounts.change_user",
)


@admin.register(User)
class UserAdmin(ActsAdmin, AuditedModelAdmin):
    noun = "user"
    acts = [ROLES, SECOND_STEP]
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

    def panel_of(self, request: HttpRequest, row: User) -> Panel:
        whole = "It was made by createsuperuser: it may do everything, whatever its roles."
        warnings = [whole] if row.is_superuser else []
        return Panel(self.roles(row) or "none", acts=self.acts_for(request, row), warnings=warnings, heading="Roles")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if "is_active" in form.changed_data and not obj.is_active:
            refuse_the_last_administrator(user=obj)
        super().save_model(request, obj, form, change)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People sign up or are invited; an administrator never makes a password for somebody."""
        return False

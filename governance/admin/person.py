"""Erasing a person from their page in the admin: it shows what goes and what stays, and asks for the address."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from governance.selectors.erasure import traces_of
from governance.services.erasure import erase_person
from mhin.accounts.admin import UserAdmin
from mhin.accounts.emails import normalise_email
from mhin.accounts.models import User
from mhin.common.admin.acts import Act

ERASE = Act(
    "erase",
    "Erase this person",
    do=erase_person,
    done="The person is erased. Keep a new copy of the log of erasures away from the database.",
    hint="For somebody who asks for it. It cannot be undone.",
    permission="accounts.erase_user",
    template="admin/accounts/erase.html",
)


class ErasureForm(forms.Form):
    address = forms.EmailField(label="To go on, type the person's email address", max_length=254)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_address(self) -> str:
        if normalise_email(self.cleaned_data["address"]) != normalise_email(self.person.email):
            raise forms.ValidationError("This is not the address of the person on this page.")
        return str(self.cleaned_data["address"])


admin.site.unregister(User)


@admin.register(User)
class ErasableUserAdmin(UserAdmin):
    change_form_template = "admin/accounts/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        erase = self.admin_site.admin_view(self.erase_view)
        return [path("<path:object_id>/erase/", erase, name="accounts_user_erase"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        context["act"] = ERASE if request.user.has_perm(ERASE.permission) else None
        return super().render_change_form(request, context, *args, **kwargs)

    def erase_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not request.user.has_perm(ERASE.permission):
            raise PermissionDenied
        person = self.get_object(request, object_id)
        if person is None:
            raise Http404("There is no person with this key.")
        form = ErasureForm(request.POST if request.method == "POST" else None, person=person)
        if request.method == "POST" and form.is_valid():
            try:
                erase_person(user=person, by=request.user)
            except ValueError as error:
                form.add_error(None, str(error))
            else:
                self.message_user(request, ERASE.done, messages.SUCCESS)
                return redirect("admin:accounts_user_changelist")
        context = {"title": ERASE.title, "opts": self.opts, "act": ERASE, "form": form, "media": form.media}
        shown = {"row": person, "traces": traces_of(person)}
        return TemplateResponse(request, ERASE.template, self.admin_site.each_context(request) | context | shown)

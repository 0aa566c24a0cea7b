"""The page on which published wording is changed: a draft beside it, the difference, and the act of publishing it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from mhin.common.admin.curated import CuratedAdmin
from mhin.common.diff import diff_words


@dataclass(frozen=True)
class Wording:
    fields: tuple[str, ...]
    form: type[forms.Form]
    save: Callable[..., object]
    publish: Callable[..., object]
    discard: Callable[..., object]


class WordingAdmin(CuratedAdmin):
    wording: Wording

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.wording_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_wording"
        return [path("<path:object_id>/wording/", view, name=name), *super().get_urls()]

    def wording_address(self, row: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_wording", args=[row.pk])

    def wording_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404(f"There is no {self.opts.verbose_name} with this key.")
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        draft = getattr(row, "draft", None)
        form = self.wording.form(request.POST if request.method == "POST" else None, initial=self._initial(row, draft))
        if request.method == "POST" and ("discard" in request.POST or form.is_valid()):
            try:
                done = self._save(request, row, form)
            except ValueError as error:
                form.add_error(None, str(error))
            else:
                self.message_user(request, done, messages.SUCCESS)
                staying = "save" in request.POST
                return redirect(request.path if staying else self._page_of(row))
        context = self.admin_site.each_context(request) | {
            "title": "Change the wording",
            "opts": self.opts,
            "row": row,
            "draft": draft,
            "differences": self._differences(row, draft),
            "form": form,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/curation/wording.html", context)

    def _save(self, request: HttpRequest, row: Any, form: forms.Form) -> str:
        target = {self.noun: row, "by": request.user}
        if "discard" in request.POST:
            self.wording.discard(**target)
            return "The draft is discarded. The published wording stays as it was."
        self.wording.save(**target, **form.cleaned_data)
        if "publish" not in request.POST:
            return "The draft is saved. Only curators see it."
        self.wording.publish(**target)
        return f"The new wording of {row.code} is published."

    def _initial(self, row: Any, draft: Any) -> dict[str, Any]:
        words = {name: getattr(draft or row, name) for name in self.wording.fields}
        return words | {"note": draft.note if draft else ""}

    def _differences(self, row: Any, draft: Any) -> list[dict[str, Any]]:
        if draft is None:
            return []
        return [
            {
                "label": self.wording.form.base_fields[name].label,
                "pieces": diff_words(getattr(row, name), getattr(draft, name)),
            }
            for name in self.wording.fields
            if getattr(row, name) != getattr(draft, name)
        ]

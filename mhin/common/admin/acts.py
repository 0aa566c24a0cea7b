"""Acts: what somebody does to one row or to many, each on a page that says what will happen and asks first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse


@dataclass(frozen=True)
class Act:
    """`do` is a service: it takes the row by the admin's noun, the form's fields, `by`; refuses by a ValueError.

    `fit` makes the form that of one row; an act on many rows has no such form.
    """

    name: str
    title: str
    do: Callable[..., object]
    done: str
    hint: str = ""
    form: type[forms.Form] = forms.Form
    offered: Callable[[Any], bool] = lambda row: True
    problem: Callable[[Any], str] = lambda row: ""
    fit: Callable[[forms.Form, Any], None] = lambda form, row: None
    initial: Callable[[Any], dict[str, Any]] = lambda row: {}
    more: Callable[[HttpRequest, Any], dict[str, Any]] = lambda request, row: {}
    template: str = "admin/curation/act.html"
    bulk: bool = False
    main: Callable[[Any], bool] = lambda row: False
    permission: str = ""


@dataclass
class Panel:
    """What stands above the form of a row: where it is, what to do next, and what to know before."""

    status: str
    advice: str = ""
    acts: list[Act] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    template: str = ""
    more: dict[str, Any] = field(default_factory=dict)
    heading: str = "Status"


class ActsAdmin(admin.ModelAdmin):
    """An admin whose rows are changed by acts, where a field of the form would ask nothing."""

    noun = "row"
    acts: list[Act] = []
    change_form_template = "admin/curation/change_form.html"

    def panel_of(self, request: HttpRequest, row: Any) -> Panel:
        return Panel(row.get_status_display(), acts=self.acts_for(request, row))

    def acts_for(self, request: HttpRequest, row: Any) -> list[Act]:
        return [act for act in self.acts if self._may(request, act, row) and act.offered(row)]

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                f"<path:object_id>/{act.name}/",
                self.admin_site.admin_view(partial(self.act_view, act=act)),
                name=self.address_of(act),
            )
            for act in self.acts
        ]
        return [*own, *super().get_urls()]

    def address_of(self, act: Act) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{act.name}"

    def act_view(self, request: HttpRequest, object_id: str, *, act: Act) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404(f"There is no {self.opts.verbose_name} with this key.")
        if not self._may(request, act, row):
            raise PermissionDenied
        form = act.form(request.POST if request.method == "POST" else None, initial=act.initial(row))
        act.fit(form, row)
        if request.method == "POST" and form.is_valid():
            try:
                act.do(**{self.noun: row}, **form.cleaned_data, by=request.user)
            except ValueError as error:
                form.add_error(None, str(error))
            else:
                self.message_user(request, act.done.format(row), messages.SUCCESS)
                return redirect(self._page_of(row))
        context = self._context(request, act, form) | {"row": row, "problem": act.problem(row)}
        return TemplateResponse(request, act.template, context | act.more(request, row))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        for act in self.acts:
            if act.bulk and self._may(request, act, None):
                actions[act.name] = (partial(_act_on_many, act=act), act.name, act.title)
        return actions

    def act_on_many(self, request: HttpRequest, rows: QuerySet[Any], act: Act) -> HttpResponse | None:
        """First the page that asks, then one result a row: what can be done is done, what cannot says why."""
        able = [row for row in rows if act.offered(row) and not act.problem(row)]
        unable = [(row, act.problem(row) or f"it is “{row.get_status_display()}”") for row in rows if row not in able]
        form = act.form(request.POST if "confirm" in request.POST else None)
        if "confirm" in request.POST and form.is_valid():
            self._do_to_each(request, able, act, form.cleaned_data)
            return None
        across = request.POST.get("select_across") == "1"
        keys = [row.pk for row in rows]
        context = self._context(request, act, form) | {
            "able": able,
            "unable": unable,
            "across": across,
            "keys": keys[:1] if across else keys,
            "action_checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/curation/bulk_act.html", context)

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any) -> Any:
        """A service's refusal is shown on the page it came from."""
        try:
            return super().changeform_view(request, object_id, *args, **kwargs)
        except ValueError as error:
            if request.method != "POST":
                raise
            self.message_user(request, str(error), messages.ERROR)
            return redirect(request.get_full_path())

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = kwargs.get("obj")
        if row is not None and not context.get("is_popup"):
            panel = self.panel_of(request, row)
            context |= {"panel": panel, "act_links": self.links_of(row, panel.acts)} | panel.more
        return super().render_change_form(request, context, *args, **kwargs)

    def links_of(self, row: Any, acts: Iterable[Act]) -> list[tuple[Act, str, bool]]:
        """Each act, its page, and whether it is what should be done next."""
        return [(act, reverse(f"admin:{self.address_of(act)}", args=[row.pk]), act.main(row)) for act in acts]

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """To the new row's own page, where the next step is, and not back to the list."""
        return redirect(self._page_of(obj))

    def _do_to_each(self, request: HttpRequest, rows: Iterable[Any], act: Act, fields: dict[str, Any]) -> None:
        done = 0
        for row in rows:
            try:
                act.do(**{self.noun: row}, **fields, by=request.user)
                done += 1
            except ValueError as error:
                self.message_user(request, f"{row}: {error}", messages.ERROR)
        nouns = self.opts.verbose_name if done == 1 else self.opts.verbose_name_plural
        self.message_user(request, f"{act.title}: {done} {nouns} done.", messages.SUCCESS)

    def _may(self, request: HttpRequest, act: Act, row: Model | None) -> bool:
        if act.permission:
            return request.user.has_perm(act.permission)
        return self.has_change_permission(request, row)

    def _context(self, request: HttpRequest, act: Act, form: forms.Form) -> dict[str, Any]:
        media = self.media + form.media
        common = {"title": act.title, "opts": self.opts, "act": act, "form": form, "media": media}
        return self.admin_site.each_context(request) | common

    def _page_of(self, row: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])


def _act_on_many(model_admin: ActsAdmin, request: HttpRequest, rows: QuerySet[Any], *, act: Act) -> HttpResponse | None:
    return model_admin.act_on_many(request, rows, act)

"""Entering answers for somebody: the list of sheets, a new one, and the page on which a sheet is typed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ratings.entries import entry_sheets_of, keying_check
from ratings.entry_forms import BookletForm, NewEntryForm, parse_versions
from ratings.forms import parse_version
from ratings.models import EntrySheet, Round
from ratings.selectors import objectives_of, round_solutions_of
from ratings.services.answers import RoundNotOpenError
from ratings.services.consent import CURRENT
from ratings.services.entry import EntryError, begin_entry, save_entry, withdraw_entry
from ratings.views._entry_page import EntryPage
from ratings.views._entry_scope import enters_for_others, own_sheet_or_403, sheet_or_404
from ratings.views._kept import keeping_form, take_kept_form

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@enters_for_others
def list_entries(request: HttpRequest, round_: Round) -> HttpResponse:
    context = {
        "round": round_,
        "sheets": entry_sheets_of(round_),
        "check": keying_check(round_),
        "cells": len(objectives_of(round_)) * len(round_solutions_of(round_)),
        "booklet_form": BookletForm(round_=round_),
        "simulated": round_.is_simulated,
    }
    return render(request, "ratings/entry_list.html", context)


@enters_for_others
@GET_OR_POST
def new_entry(request: HttpRequest, round_: Round) -> HttpResponse:
    form = NewEntryForm(request.POST or None, round_=round_)
    context = {"round": round_, "form": form, "consent": CURRENT, "simulated": round_.is_simulated}
    if not round_.is_open:
        return render(request, "ratings/round_closed.html", {"round": round_}, status=409)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data.get(name) for name in ("mode", "code", "group", "region", "helper")}
        try:
            sheet = begin_entry(round_=round_, by=request.user, **fields)
        except RoundNotOpenError as error:
            context = {"round": round_, "closed_at": error.closed_at}
            return render(request, "ratings/round_closed.html", context, status=409)
        except EntryError as error:
            form.add_error("code", str(error))
        else:
            to_do = (
                "Check that it stands on the paper." if fields["code"] else "Write it on the paper, if there is one."
            )
            messages.success(request, f"The code of this sheet is {sheet.code}. {to_do}")
            return redirect("ratings:entry-sheet", round_.slug, sheet.code)
    return render(request, "ratings/entry_new.html", context, status=422 if form.is_bound else 200)


@keeping_form
@enters_for_others
@GET_OR_POST
def key_sheet(request: HttpRequest, round_: Round, code: str) -> HttpResponse:
    """One page for a whole sheet, so that a booklet is typed without leaving the keyboard."""
    sheet = own_sheet_or_403(request, round_, code)
    if request.method == "POST":
        return _save(request, round_, sheet)
    kept = take_kept_form(request, request.user)
    return EntryPage(request, round_, sheet, kept and kept.dict()).show(was_signed_out=kept is not None)


def _save(request: HttpRequest, round_: Round, sheet: EntrySheet) -> HttpResponse:
    page = EntryPage(request, round_, sheet, request.POST.dict())
    if page.errors:
        return page.show(status=422)
    try:
        saved = save_entry(
            sheet=sheet,
            answers=page.grid.answers(),
            versions=parse_versions(request.POST.get("versions", "")),
            points=page.weights.points() if round_.asks_weights else None,
            weights_version=parse_version(request.POST.get("weights_version", "")),
            finishes="finish" in request.POST,
            by=request.user,
        )
    except RoundNotOpenError as error:
        return page.show(status=409, closed=True, closed_at=error.closed_at)
    if saved.has_conflict:
        return EntryPage(request, round_, sheet, request.POST.dict()).show_conflict(saved)
    messages.success(request, f"Saved: sheet {sheet.code}, {page.grid.marked} of {page.grid.size} marks.")
    if "finish" in request.POST:
        return redirect("ratings:entry-list", round_.slug)
    return redirect("ratings:entry-sheet", round_.slug, sheet.code)


@enters_for_others
@GET_OR_POST
def withdraw(request: HttpRequest, round_: Round, code: str) -> HttpResponse:
    """Whoever answered may take everything back; any administrator can do it for them without seeing it."""
    sheet = sheet_or_404(round_, code)
    context = {"round": round_, "sheet": sheet, "simulated": round_.is_simulated}
    if request.method == "POST":
        withdraw_entry(sheet=sheet, by=request.user)
        messages.success(request, f"Taken out: sheet {code} and all its answers.")
        return redirect("ratings:entry-list", round_.slug)
    return render(request, "ratings/entry_withdraw.html", context)

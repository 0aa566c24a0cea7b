"""Rating all solutions in one table: row by row as they are changed, or all rows by one button."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ratings.models import Participant, Round
from ratings.services.answers import RoundNotOpenError, save_table
from ratings.views._kept import signed_in_keeping_form, take_kept_form
from ratings.views._matrix_page import MatrixPage
from ratings.views._scope import taking_part


@signed_in_keeping_form
@taking_part
def show_matrix(request: HttpRequest, round_: Round, participant: Participant) -> HttpResponse:
    """Each row is checked as the page of its solution is. With scripts, a row is sent there as soon as it changes."""
    if request.method == "POST":
        return _save(request, round_, participant)
    kept = take_kept_form(request, participant)
    page = MatrixPage(request, round_, participant, kept and kept.dict())
    return page.show(was_signed_out=kept is not None)


def _save(request: HttpRequest, round_: Round, participant: Participant) -> HttpResponse:
    page = MatrixPage(request, round_, participant, request.POST.dict())
    if not page.is_valid:
        return page.show(status=422)
    try:
        saved = save_table(participant=participant, answers=page.answers(), versions=page.versions())
    except RoundNotOpenError as error:
        return page.show(status=409, closed=True, closed_at=error.closed_at)
    if saved.conflicts:
        return page.show_conflicts(saved.conflicts)
    messages.success(request, "Saved: all rows of the table.")
    return redirect("ratings:rate-matrix", round_.slug)

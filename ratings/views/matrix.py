"""Rating all solutions in one table: row by row as they are changed, or all rows by one button."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from mhin.common.access import signed_in
from ratings.models import Participant, Round
from ratings.selectors import progress_of
from ratings.services.answers import RoundNotOpenError, SavedTable, save_table
from ratings.views._kept import keeping_form, take_kept_form
from ratings.views._matrix_page import MatrixPage
from ratings.views._saying import answers_that_stay_in, say_they_stay
from ratings.views._scope import taking_part


@keeping_form
@signed_in
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
    _tell(request, page, saved)
    return redirect("ratings:rate-matrix", round_.slug)


def _tell(request: HttpRequest, page: MatrixPage, saved: SavedTable) -> None:
    progress = progress_of(page.participant, page.round)
    stay = answers_that_stay_in(page.forms, progress)
    count = f"{progress.answered} of {progress.questions} questions answered."
    if not progress.answered:
        messages.info(request, "There was nothing to save: no question is answered yet.")
    elif not stay:
        messages.success(request, f"Saved: all rows of the table. {count}")
    elif saved.changed:
        messages.success(request, f"Saved: what you chose. {count}")
    if stay:
        messages.warning(request, say_they_stay(stay))

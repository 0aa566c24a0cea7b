"""Who may enter answers for others, and how those pages reach their rows."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from mhin.common.access import View
from ratings.entries import find_entry_sheet, find_second_keying
from ratings.models import EntrySheet, Round, SecondKeying
from ratings.views._scope import permitted_off_the_boards, round_or_404


def enters_for_others(view: View) -> View:
    """Administrators who sit on no board; the view gets the round."""

    @wraps(view)
    def with_round(request: HttpRequest, slug: str, **kwargs: object) -> HttpResponse:
        return view(request, round_or_404(slug), **kwargs)

    return permitted_off_the_boards("ratings.enter_for_others")(with_round)


def sheet_or_404(round_: Round, code: str) -> EntrySheet:
    try:
        return find_entry_sheet(round_=round_, code=code)
    except EntrySheet.DoesNotExist as error:
        raise Http404("No sheet of this code has been entered.") from error


def own_sheet_or_403(request: HttpRequest, round_: Round, code: str) -> EntrySheet:
    """What somebody keyed is shown to them alone: whoever keys a sheet again must not have seen it."""
    sheet = sheet_or_404(round_, code)
    if sheet.entered_by_id != request.user.pk:
        raise PermissionDenied
    return sheet


def second_keying_or_404(round_: Round, code: str) -> SecondKeying:
    try:
        return find_second_keying(round_=round_, code=code)
    except SecondKeying.DoesNotExist as error:
        raise Http404("This sheet has not been drawn for a second keying.") from error

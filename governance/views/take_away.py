"""Taking a run away, and looking at it on a projector."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from governance.exports import FORMATS, export_run, run_report
from governance.selectors.board import Board, runs_of
from governance.selectors.people import Attendance, attendance_of
from governance.services.exports import record_export
from governance.views._board import board_context, board_or_404, known_mark
from mhin.common.access import permitted
from mhin.common.downloads import download
from mhin.common.pdf import PdfUnavailableError, can_make_pdf
from ratings.disclosure import ReleasedGroups, release_groups

PDF = "pdf"
RUNS_PER_PAGE = 30
ON_A_WALL = 8  # solutions that people at the back can read


@permitted("ratings.export_ranking")
def show_take_away(request: HttpRequest, slug: str) -> HttpResponse:
    board = board_or_404(request, slug)
    page = Paginator(runs_of(board.round), RUNS_PER_PAGE).get_page(request.GET.get("page"))
    context = board_context(board, "take-away") | {"page_of_runs": page, "has_pdf": can_make_pdf()}
    return render(request, "governance/board_take_away.html", context)


@permitted("ratings.export_ranking")
def take_run(request: HttpRequest, slug: str, number: int, kind: str) -> HttpResponse:
    board = board_or_404(request, slug, number)
    if not board.is_shown or kind not in {*FORMATS, PDF}:
        raise Http404("This run has no such file.")
    return _pdf(request, board) if kind == PDF else _file(request, board, kind)


def _file(request: HttpRequest, board: Board, kind: str) -> HttpResponse:
    file = export_run(board.ranking, _groups(board), _attendance(board, kind), kind)
    record_export(run=board.run, kind=kind, content=file.content, by=request.user)
    return download(file.content, name=file.name, content_type=file.content_type)


def _pdf(request: HttpRequest, board: Board) -> HttpResponse:
    try:
        content = run_report(board.ranking, _groups(board), _attendance(board, PDF))
    except PdfUnavailableError:
        return render(request, "governance/report_unavailable.html", board_context(board, "take-away"), status=501)
    record_export(run=board.run, kind=PDF, content=content, by=request.user)
    return download(content, name=f"{board.round.slug}-run-{board.run.number}.pdf", content_type="application/pdf")


def _groups(board: Board) -> ReleasedGroups | None:
    return None if board.ranking.is_panel else release_groups(board.run)


def _attendance(board: Board, kind: str) -> Attendance | None:
    """Counted now, so it does not belong into the file of an older run. A CSV has the ranking alone."""
    if kind == "csv" or board.ranking.is_panel or not board.is_current:
        return None
    return attendance_of(board.round)


@permitted("ratings.view_ranking")
def show_projector(request: HttpRequest, slug: str) -> HttpResponse:
    """Few words, large letters, no menus: for the wall of a meeting room. It renews itself, as the ranking does."""
    board = board_or_404(request, slug)
    if known_mark(request) == board.mark:
        return HttpResponse(status=204)
    template = "governance/_projector.html" if request.htmx else "governance/projector.html"
    return render(request, template, board_context(board, "projector") | {"rows": board.rows()[:ON_A_WALL]})

"""The results of a published round, for everybody: a page, and the same as files."""

from functools import partial

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from governance.charts import forest_figure
from governance.exports import RESULT_FORMATS, ExportFile, export_results
from governance.selectors.results import Results, results_of
from mhin.common.access import public
from mhin.common.downloads import download
from mhin.common.pdf import PdfUnavailableError, can_make_pdf
from ratings.models import Round
from ratings.selectors import find_round


@public
def show_results(request: HttpRequest, slug: str) -> HttpResponse:
    round_ = _published_or_404(slug)
    results = _results_or_404(round_)
    context = {
        "round": round_,
        "results": results,
        "ranking": results.ranking,
        "forest": forest_figure(results.rows) if results.rows and results.rows[0].rank_low else None,
        "has_pdf": can_make_pdf(),
        "simulated": round_.is_simulated,
    }
    return render(request, "governance/round_results.html", context)


@public
def take_results(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """A file stays in this process for a minute: however many ask for it, it is made once."""
    round_ = _published_or_404(slug)
    if kind not in RESULT_FORMATS:
        raise Http404("There is no such file.")
    known_as = f"results-{round_.pk}-{round_.current_run_id}-{kind}"
    file = caches["runs"].get_or_set(known_as, partial(_make_file, round_, kind))
    return download(file.content, name=file.name, content_type=file.content_type)


def _make_file(round_: Round, kind: str) -> ExportFile:
    results = _results_or_404(round_)
    if results.ranking.withheld:
        raise Http404("Too few people took part to show results.")
    try:
        return export_results(results, kind)
    except PdfUnavailableError as error:
        raise Http404("This server makes no PDF. Take the XLSX or CSV file.") from error


def _published_or_404(slug: str) -> Round:
    try:
        round_ = find_round(slug)
    except Round.DoesNotExist as error:
        raise Http404("There is no such round.") from error
    if round_.status != Round.Status.PUBLISHED:
        raise Http404("The results of this round are not published.")
    return round_


def _results_or_404(round_: Round) -> Results:
    results = results_of(round_)
    if results is None:
        raise Http404("The results of this round are not published.")
    return results

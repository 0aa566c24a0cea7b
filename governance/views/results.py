"""The results of a published round, for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from governance.charts import forest_figure
from governance.selectors.results import results_of
from mhin.common.access import public
from ratings.models import Round
from ratings.selectors import find_round


@public
def show_results(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        round_ = find_round(slug)
    except Round.DoesNotExist as error:
        raise Http404("There is no such round.") from error
    results = results_of(round_)
    if results is None:
        raise Http404("The results of this round are not published.")
    context = {
        "round": round_,
        "results": results,
        "ranking": results.ranking,
        "forest": forest_figure(results.rows) if results.rows and results.rows[0].rank_low else None,
        "simulated": round_.is_simulated,
    }
    return render(request, "governance/round_results.html", context)

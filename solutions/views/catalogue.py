"""Solutions, and the pages that show a need or an area together with its solutions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from mhin.common.access import public
from mhin.common.curation import easy_read_note
from needs.selectors import areas_with_counts, published_needs, shown_needs
from needs.selectors.merges import needs_taken_in, sources_brought, way_on
from needs.selectors.support import FEWEST_SHOWN, support_of
from solutions.forms import SolutionFilterForm
from solutions.selectors import published_solutions, solutions_meeting, solutions_with_evidence
from solutions.selectors.search import find_solutions


@public
def list_solutions(request: HttpRequest) -> HttpResponse:
    form = SolutionFilterForm(request.GET)
    found = find_solutions(published_solutions(area=form.area_slug), form.search)
    context = {
        "filter_form": form,
        "filtered": form.search or form.area_slug,
        "search": form.search,
        "close": found.close,
        "solutions": found.solutions,
    }
    return render(request, "solutions/solution_list.html", context)


@public
def show_solution(request: HttpRequest, code: str) -> HttpResponse:
    solution = get_object_or_404(solutions_with_evidence(), code=code)
    context = {"solution": solution, "easy_read_note": easy_read_note(solution)}
    return render(request, "solutions/solution_detail.html", context)


@public
def show_area(request: HttpRequest, slug: str) -> HttpResponse:
    area = get_object_or_404(areas_with_counts(), slug=slug)
    context = {"area": area, "needs": published_needs(area=slug), "solutions": published_solutions(area=slug)}
    return render(request, "solutions/area_detail.html", context)


@public
def show_need(request: HttpRequest, code: str) -> HttpResponse:
    need = get_object_or_404(shown_needs(), code=code)
    user = request.user if request.user.is_authenticated else None
    taken_in = needs_taken_in(need)
    context = {
        "need": need,
        "way_on": way_on(need),
        "sources": sources_brought(need) if need.merged_into else need.sources.all(),
        "taken_in": taken_in,
        "easy_read_note": easy_read_note(need),
        "solutions": solutions_meeting(need),
        "support": support_of(need, merged=[taken.need for taken in taken_in], user=user),
        "fewest_shown": FEWEST_SHOWN,
    }
    return render(request, "solutions/need_detail.html", context)

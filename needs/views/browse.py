"""The list of needs, and saying of one that it is one's own, too."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from mhin.common.access import public, signed_in
from needs.forms import NeedFilterForm
from needs.selectors import areas_with_counts, counts_by_area, listed_needs, published_needs
from needs.selectors.search import find_needs
from needs.services.support import support_need, withdraw_support

NEEDS_PER_PAGE = 100
FOUND_PER_PAGE = 25


@public
def list_needs(request: HttpRequest) -> HttpResponse:
    form = NeedFilterForm(request.GET)
    found = find_needs(listed_needs(**form.filters), form.search)
    per_page = FOUND_PER_PAGE if form.search else NEEDS_PER_PAGE
    context = {
        "filter_form": form,
        "filtered": form.search or any(form.filters.values()),
        "search": form.search,
        "close": found.close,
        "page": Paginator(found.needs, per_page).get_page(request.GET.get("page")),
        "counts": counts_by_area(found.needs),
        "areas": areas_with_counts(),
    }
    return render(request, "needs/need_list.html", context)


@signed_in
def support(request: HttpRequest, code: str) -> HttpResponse:
    """Add or take back one's support; a plain visit leads to the need, where the button is."""
    need = get_object_or_404(published_needs(), code=code)
    if request.method == "POST":
        act = withdraw_support if request.POST.get("act") == "withdraw" else support_need
        act(need=need, by=request.user)
    return redirect(f"{need.get_absolute_url()}#support")

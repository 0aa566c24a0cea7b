"""The list of needs, and the page on which anybody sends one in."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mhin.common.access import public
from needs.forms import NeedFilterForm, SubmitNeedForm
from needs.selectors import areas_with_counts, published_needs
from needs.services.submissions import submit_need

NEEDS_PER_PAGE = 100


@public
def list_needs(request: HttpRequest) -> HttpResponse:
    filter_form = NeedFilterForm(request.GET)
    filters = filter_form.filters
    page = Paginator(published_needs(**filters), NEEDS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter_form": filter_form,
        "filtered": any(filters.values()),
        "page": page,
        "areas": areas_with_counts(),
    }
    return render(request, "needs/need_list.html", context)


@public
def send_need(request: HttpRequest) -> HttpResponse:
    form = SubmitNeedForm(request.POST or None)
    if form.is_valid():
        submit_need(**form.cleaned_data, by=request.user if request.user.is_authenticated else None)
        return redirect("needs:need-submitted")
    return render(request, "needs/need_submit.html", {"form": form})


@public
def thank_submitter(request: HttpRequest) -> HttpResponse:
    return render(request, "needs/need_submitted.html")

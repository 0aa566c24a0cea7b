"""The printed booklet of a round: the same questions as on screen, in large print."""

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from mhin.common.downloads import download
from mhin.common.pdf import can_make_pdf, make_pdf
from ratings.entry_forms import BookletForm
from ratings.forms import OTHER_ANSWERS, SCALE
from ratings.keying import PAPER, sheet_code
from ratings.models import Round
from ratings.selectors import groups_of, objectives_of, regions_of, round_solutions_of
from ratings.services.consent import CURRENT
from ratings.views._entry_scope import enters_for_others

QUESTIONS_A_PAGE = 3  # as many as fit in large type below the words about a solution
MOST_COPIES_IN_PDF = 1  # one booklet takes seconds to typeset; browsers print a batch at once


@enters_for_others
def show_booklet(request: HttpRequest, round_: Round) -> HttpResponse:
    form = BookletForm(request.GET if "copies" in request.GET else None, round_=round_)
    numbers = form.numbers()
    context = {
        "round": round_,
        "form": form,
        "codes": [sheet_code(PAPER, number, round_.pk) if number else None for number in numbers],
        "objectives": objectives_of(round_),
        "round_solutions": round_solutions_of(round_),
        "regions": regions_of(round_),
        "groups": groups_of(round_),
        "scale": SCALE,
        "others": [words for _, words in OTHER_ANSWERS],
        "consent": CURRENT,
        "questions_a_page": QUESTIONS_A_PAGE,
        "has_pdf": can_make_pdf() and len(numbers) <= MOST_COPIES_IN_PDF,
        "simulated": round_.is_simulated,
    }
    if form.is_bound and not form.is_valid():
        return render(request, "ratings/booklet.html", context, status=422)
    if request.GET.get("format") == "pdf":
        return _pdf(round_, context)
    return render(request, "ratings/booklet.html", context)


def _pdf(round_: Round, context: dict[str, object]) -> HttpResponse:
    if not context["has_pdf"]:
        raise Http404("This booklet cannot be made as a PDF here. Print the page from the browser.")
    html = render_to_string("ratings/booklet.html", context | {"for_pdf": True})
    content = make_pdf(html, style_sheet=finders.find("css/booklet.css"))
    return download(content, name=f"booklet-{round_.slug}.pdf", content_type="application/pdf")

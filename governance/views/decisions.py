"""Decisions: the list, one of them, and recording one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from governance.forms import DecisionForm
from governance.selectors.decisions import (
    decisions_with_details,
    newer_ranking,
    ranking_for,
    recorded_decisions,
    rounds_to_decide_on,
    run_to_decide_on,
)
from governance.services.decisions import DecisionError, record_decision
from mhin.common.access import permitted, public
from ratings.disclosure import release_ranking
from ratings.models import Round

DECISIONS_PER_PAGE = 30


@public
def list_decisions(request: HttpRequest) -> HttpResponse:
    page = Paginator(recorded_decisions(), DECISIONS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "governance/decision_list.html", {"page": page})


@public
def show_decision(request: HttpRequest, pk: int) -> HttpResponse:
    decision = get_object_or_404(decisions_with_details(), pk=pk)
    ranking = ranking_for(decision=decision, user=request.user)
    newer = newer_ranking(decision=decision, ranking=ranking)
    code = decision.round_solution.code
    context = {
        "decision": decision,
        "ranking": ranking,
        "row": ranking.row(code) if ranking else None,
        "newer": newer,
        "newer_row": newer.row(code) if newer else None,
        "simulated": decision.run.round.is_simulated,
    }
    return render(request, "governance/decision_detail.html", context)


@permitted("governance.record_decision")
def choose_round(request: HttpRequest) -> HttpResponse:
    """A board's link names its round; without one the person chooses."""
    rounds = rounds_to_decide_on()
    if request.GET.get("round") in [round_.slug for round_ in rounds]:
        return redirect("governance:decision-record-round", request.GET["round"])
    return render(request, "governance/decision_choose_round.html", {"rounds": rounds})


@permitted("governance.record_decision")
def record(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """On the newest run, or on an older one that a body had before it."""
    round_ = next((item for item in rounds_to_decide_on() if item.slug == slug), None)
    if round_ is None:
        return redirect("governance:decision-record")
    run = run_to_decide_on(round_, number)
    if run is None:
        raise Http404("This round has no such run.")
    form = DecisionForm(request.POST or None, run=run, initial={"round_solution": _solution(request, round_)})
    if form.is_valid():
        try:
            decision = record_decision(**form.cleaned_data, by=request.user)
        except DecisionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The decision is recorded.")
            return redirect(decision)
    ranking = release_ranking(form.carried_run)
    context = {"form": form, "round": round_, "ranking": ranking, "simulated": round_.is_simulated}
    return render(request, "governance/decision_record.html", context)


def _solution(request: HttpRequest, round_: Round) -> int | None:
    """The solution that a link from a board names."""
    code = request.GET.get("solution", "")
    return next((item.pk for item in round_.round_solutions.all() if item.code == code), None)

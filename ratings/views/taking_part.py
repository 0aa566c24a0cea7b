"""Joining a round."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mhin.common.access import signed_in
from ratings.forms import JoinForm
from ratings.services.answers import RoundNotOpenError
from ratings.services.participation import join_round
from ratings.views._scope import own_participant, round_or_404


@signed_in
def join(request: HttpRequest, slug: str) -> HttpResponse:
    round_ = round_or_404(slug)
    if own_participant(request, round_):
        return redirect("ratings:rate", slug)
    form = JoinForm(request.POST or None, round_=round_)
    if not round_.is_open:
        return render(request, "ratings/round_closed.html", {"round": round_}, status=409)
    if request.method == "POST" and form.is_valid():
        group, organisation = form.cleaned_data["group"], form.cleaned_data["organisation"]
        try:
            join_round(round_=round_, user=request.user, group=group, organisation=organisation)
        except RoundNotOpenError as error:
            context = {"round": round_, "closed_at": error.closed_at}
            return render(request, "ratings/round_closed.html", context, status=409)
        return redirect("ratings:rate", slug)
    context = {"round": round_, "form": form, "simulated": round_.is_simulated}
    return render(request, "ratings/join.html", context, status=422 if form.is_bound else 200)

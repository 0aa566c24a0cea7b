"""Joining a round."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mhin.common.access import signed_in
from ratings.disclosure import release_starting_time
from ratings.forms import JoinForm
from ratings.models import Round
from ratings.roll import own_invitation
from ratings.selectors import find_participant
from ratings.services.answers import RoundNotOpenError
from ratings.services.consent import CURRENT
from ratings.services.participation import JoiningRefusedError, join_round
from ratings.views._scope import own_participant, round_or_404


@signed_in
def join(request: HttpRequest, slug: str) -> HttpResponse:
    round_ = round_or_404(slug)
    if own_participant(request, round_):
        return redirect("ratings:rate", slug)
    if find_participant(round_=round_, user=request.user):
        return redirect("ratings:consent", slug)
    if not round_.is_open:
        return render(request, "ratings/round_closed.html", {"round": round_}, status=409)
    if own_invitation(round_=round_, user=request.user):
        return redirect("ratings:invitation", slug)
    if round_.joining == Round.Joining.INVITED:
        return render(request, "ratings/join_invited_only.html", {"round": round_}, status=403)
    form = JoinForm(request.POST or None, round_=round_)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data.get(name) for name in ("group", "region", "organisation")}
        try:
            join_round(round_=round_, user=request.user, **given)
        except RoundNotOpenError as error:
            context = {"round": round_, "closed_at": error.closed_at}
            return render(request, "ratings/round_closed.html", context, status=409)
        except JoiningRefusedError as error:
            messages.error(request, str(error))
            return redirect("ratings:invitation", slug)
        return redirect("ratings:rate", slug)
    context = {
        "round": round_,
        "form": form,
        "consent": CURRENT,
        "starting_time": release_starting_time(round_),
        "simulated": round_.is_simulated,
    }
    return render(request, "ratings/join.html", context, status=422 if form.is_bound else 200)

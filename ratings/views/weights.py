"""Saying what matters most."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mhin.common.access import signed_in
from ratings.forms import SwingsForm
from ratings.selectors import objectives_of, progress_of, swings_of
from ratings.services.answers import RoundNotOpenError, save_swings
from ratings.views._scope import own_participant, round_or_404


@signed_in
def give_weights(request: HttpRequest, slug: str) -> HttpResponse:
    round_ = round_or_404(slug)
    participant = own_participant(request, round_)
    if participant is None:
        return redirect("ratings:round-join", slug)
    objectives = objectives_of(round_)
    swings = swings_of(participant)
    initial = {objective.code: swings.get(objective.pk) for objective in objectives}
    form = SwingsForm(request.POST or None, initial=initial, objectives=objectives)
    context = {"round": round_, "form": form, "progress": progress_of(participant, round_)}
    if request.method == "POST" and form.is_valid():
        try:
            points = {objective.pk: form.cleaned_data[objective.code] for objective in objectives}
            save_swings(participant=participant, points=points)
        except RoundNotOpenError as error:
            return render(request, "ratings/weights.html", context | {"closed_at": error.closed_at}, status=409)
        messages.success(request, "Saved: what matters most to you.")
        return redirect("ratings:rate", slug)
    context |= {"simulated": round_.is_simulated}
    return render(request, "ratings/weights.html", context, status=422 if form.is_bound else 200)

"""Looking over one's answers, finishing, and what became of them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mhin.common.access import signed_in
from ratings.models import Participant, Round
from ratings.selectors import comments_of, progress_of, swings_of
from ratings.services.answers import RoundNotOpenError
from ratings.services.participation import submit_participation
from ratings.views._kept import keeping_form, owner_mark, take_kept_form
from ratings.views._own_result import own_result
from ratings.views._scope import taking_part
from ratings.views._weights_page import WeightsPage


@keeping_form
@signed_in
@taking_part
def review(request: HttpRequest, round_: Round, participant: Participant) -> HttpResponse:
    if request.method == "POST":
        try:
            submit_participation(participant=participant)
        except RoundNotOpenError as error:
            context = {"round": round_, "closed_at": error.closed_at}
            return render(request, "ratings/round_closed.html", context, status=409)
        messages.success(request, "Thank you. Your answers are in.")
        return redirect("ratings:thank-you", round_.slug)
    progress = progress_of(participant, round_)
    context = {
        "round": round_,
        "participant": participant,
        "progress": progress,
        "rows": [(item, list(zip(progress.objectives, item.answers, strict=True))) for item in progress.solutions],
        "bars": WeightsPage(request, round_, participant).bars(),
        "comments": comments_of(participant),
        "owner": owner_mark(participant),
        "was_signed_out": take_kept_form(request, participant) is not None,
        "result": own_result(participant, round_, progress),
        "simulated": round_.is_simulated,
    }
    return render(request, "ratings/review.html", context)


@signed_in
@taking_part
def thank(request: HttpRequest, round_: Round, participant: Participant) -> HttpResponse:
    context = {
        "round": round_,
        "participant": participant,
        "progress": progress_of(participant, round_),
        "has_swings": bool(swings_of(participant)),
        "simulated": round_.is_simulated,
    }
    return render(request, "ratings/thank_you.html", context)

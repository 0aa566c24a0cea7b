"""Looking over one's answers, finishing, and what became of them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mhin.common.access import signed_in
from ratings.selectors import comments_of, progress_of
from ratings.services.answers import RoundNotOpenError
from ratings.services.participation import submit_participation
from ratings.views._own_result import own_result
from ratings.views._scope import own_participant, round_or_404
from ratings.views._weights_page import WeightsPage


@signed_in
def review(request: HttpRequest, slug: str) -> HttpResponse:
    round_ = round_or_404(slug)
    participant = own_participant(request, round_)
    if participant is None:
        return redirect("ratings:round-join", slug)
    if request.method == "POST":
        try:
            submit_participation(participant=participant)
        except RoundNotOpenError as error:
            context = {"round": round_, "closed_at": error.closed_at}
            return render(request, "ratings/round_closed.html", context, status=409)
        messages.success(request, "Thank you. Your answers are in.")
        return redirect("ratings:thank-you", slug)
    progress = progress_of(participant, round_)
    context = {
        "round": round_,
        "participant": participant,
        "progress": progress,
        "rows": [(item, list(zip(progress.objectives, item.answers, strict=True))) for item in progress.solutions],
        "bars": WeightsPage(request, round_, participant).bars(),
        "comments": comments_of(participant),
        "result": own_result(participant, round_, progress),
        "simulated": round_.is_simulated,
    }
    return render(request, "ratings/review.html", context)


@signed_in
def thank(request: HttpRequest, slug: str) -> HttpResponse:
    round_ = round_or_404(slug)
    participant = own_participant(request, round_)
    if participant is None:
        return redirect("ratings:round-join", slug)
    context = {
        "round": round_,
        "participant": participant,
        "progress": progress_of(participant, round_),
        "simulated": round_.is_simulated,
    }
    return render(request, "ratings/thank_you.html", context)

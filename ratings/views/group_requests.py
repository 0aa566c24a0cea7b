"""Administrators decide who speaks for another group."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mhin.audit.services import record_event
from mhin.common.access import permitted
from ratings.forms import VerdictForm
from ratings.roll import waiting_group_changes
from ratings.services.answers import RoundNotOpenError
from ratings.services.group_changes import GroupChangeError, decide_group_change
from ratings.views._scope import round_or_404


@permitted("ratings.decide_group_change")
def decide(request: HttpRequest, slug: str) -> HttpResponse:
    round_ = round_or_404(slug)
    waiting = waiting_group_changes(round_)
    if request.method == "POST":
        form = VerdictForm(request.POST)
        wanted = waiting.filter(pk=form.cleaned_data["request"]).first() if form.is_valid() else None
        if wanted is None:
            raise Http404("There is no such request waiting.")
        granted = form.cleaned_data["verdict"] == "grant"
        try:
            decide_group_change(request=wanted, granted=granted, by=request.user)
            messages.success(request, "The group has been changed." if granted else "The group stays as it was.")
        except GroupChangeError as error:
            messages.error(request, str(error))
        except RoundNotOpenError:
            messages.error(request, "The round is closed, so groups no longer change.")
        return redirect("ratings:group-requests", slug)
    record_event("group_requests_viewed", target=round_, by=request.user)
    context = {"round": round_, "requests": waiting, "simulated": round_.is_simulated}
    return render(request, "ratings/group_requests.html", context)

"""Stopping reminders by the link in each, without signing in."""

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from mhin.common.access import public
from ratings.services.reminders import read_stop_mark, stop_reminders
from ratings.views._scope import round_or_404


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signed address is what permits it
@public
def stop(request: HttpRequest, slug: str, mark: str) -> HttpResponse:
    round_ = round_or_404(slug)
    try:
        address = read_stop_mark(round_, mark)
    except BadSignature:
        return render(request, "ratings/reminders_unreadable.html", {"round": round_}, status=404)
    if request.method == "POST":
        stop_reminders(round_=round_, address_hash=address)
    return render(request, "ratings/reminders_stop.html", {"round": round_, "done": request.method == "POST"})

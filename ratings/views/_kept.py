"""A form that was sent after the sign-in had run out comes back, filled in, once the person has signed in again."""

import time
from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from ratings.models import Participant

LONGEST = 60 * 60  # seconds; after that the form is forgotten
KEY = "kept_form"
SALT = "ratings.kept-form"
View = Callable[..., HttpResponse]


def owner_mark(participant: Participant) -> str:
    """Stands in each form, so that on a shared device a form comes back to nobody but whom it was made for."""
    return signing.dumps(str(participant.pk), salt=SALT)


def signed_in_keeping_form(view: View) -> View:
    """Like `signed_in`, but what a signed-out person posts waits in their session for an hour. Nothing is saved."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            _keep(request)
        sign_in = redirect_to_login(request.get_full_path())
        if request.htmx:
            return render(request, "ratings/_signed_out.html", {"sign_in": sign_in.url}, status=401)
        return sign_in

    marked = login_not_required(guarded)
    marked.access = "signed in"  # type: ignore[attr-defined]
    return marked


def _keep(request: HttpRequest) -> None:
    try:
        owner = signing.loads(request.POST.get("owner", ""), salt=SALT)
    except signing.BadSignature:
        return
    request.session[KEY] = {
        "path": request.path,
        "owner": owner,
        "form": request.POST.urlencode(),
        "at": time.time(),
    }


def take_kept_form(request: HttpRequest, participant: Participant) -> QueryDict | None:
    """The form that this person sent to this page while signed out, once."""
    kept = request.session.get(KEY)
    if request.method != "GET" or kept is None or kept["path"] != request.path:
        return None
    del request.session[KEY]
    if kept["owner"] != str(participant.pk) or time.time() - kept["at"] > LONGEST:
        return None
    return QueryDict(kept["form"])

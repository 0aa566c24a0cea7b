"""A form that was sent after the sign-in had run out comes back, filled in, once the person has signed in again."""

import time
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from mhin.accounts.models import User
from mhin.common.access import View
from ratings.models import Participant

LONGEST = 60 * 60  # seconds; after that the form is forgotten
MOST = 5  # forms, each of another page; the newest stay
LARGEST = 300_000  # letters of all forms together
KEY = "kept_forms"
SALT = "ratings.kept-form"
KEPT = (
    "You have been signed out, so nothing was saved. What you typed is kept for one hour: sign in to come back to it."
)


def owner_mark(owner: Participant | User) -> str:
    """Stands in each form, so that on a shared device a form comes back to nobody but whom it was made for."""
    return signing.dumps(str(owner.pk), salt=SALT)


def keeping_form(view: View) -> View:
    """Comes before the view's own access mark, which stays. What a signed-out person posts waits in their session for
    an hour if it bears its owner's mark. Nothing is saved.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        is_kept = request.method == "POST" and _keep(request)
        sign_in = redirect_to_login(request.get_full_path())
        if request.htmx:
            context = {"sign_in": sign_in.url, "is_kept": is_kept}
            return render(request, "ratings/_signed_out.html", context, status=401)
        if is_kept:
            messages.info(request, KEPT)
        return sign_in

    return login_not_required(guarded)


def _keep(request: HttpRequest) -> bool:
    form = request.POST.urlencode()
    try:
        owner = signing.loads(request.POST.get("owner", ""), salt=SALT)
    except signing.BadSignature:
        return False
    if len(form) > LARGEST:
        return False
    others = [kept for kept in _kept_forms(request) if kept["path"] != request.path]
    newest = [{"path": request.path, "owner": owner, "form": form, "at": time.time()}, *others[: MOST - 1]]
    while sum(len(kept["form"]) for kept in newest) > LARGEST:
        newest.pop()
    request.session[KEY] = newest
    return True


def take_kept_form(request: HttpRequest, owner: Participant | User) -> QueryDict | None:
    """The form that this person sent to this page while signed out, once."""
    forms = _kept_forms(request)
    found = next((kept for kept in forms if kept["path"] == request.path), None)
    if request.method != "GET" or found is None:
        return None
    request.session[KEY] = [kept for kept in forms if kept is not found]
    if found["owner"] != str(owner.pk) or time.time() - found["at"] > LONGEST:
        return None
    return QueryDict(found["form"])


def _kept_forms(request: HttpRequest) -> list[dict[str, Any]]:
    """Newest first."""
    return request.session.get(KEY, [])

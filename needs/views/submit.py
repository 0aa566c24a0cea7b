"""Sending in a need: the form, the needs that are like it, and the page that says what became of it."""

import time

from allauth.core.ratelimit import consume
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from mhin.common.access import public
from needs.forms import SubmitNeedForm
from needs.models import Need
from needs.selectors import published_needs
from needs.selectors.merges import way_on
from needs.selectors.receipts import need_of_receipt, receipt_of
from needs.selectors.search import similar_needs
from needs.services.submissions import acknowledge_need, submit_need
from needs.services.support import support_need

KEPT, KEPT_SECONDS = "kept_need", 60 * 60  # in the session, while somebody signs in
TOO_MANY = (
    "Many needs have come from your network in the last hour. Nothing you wrote is lost: keep this page open, and "
    "press Send again in a few minutes."
)


@public
def send_need(request: HttpRequest) -> HttpResponse:
    kept = _take_words(request) if request.method == "GET" else None
    if request.method != "POST" and kept is None:
        return _show_form(request, SubmitNeedForm())
    form = SubmitNeedForm(kept if kept is not None else request.POST)
    if not form.is_valid() or "edit" in request.POST:
        return _show_form(request, form)
    similar = [] if form.cleaned_data["checked"] else list(similar_needs(form.cleaned_data["title"]))
    if similar:
        return render(request, "needs/need_check.html", {"sent": form, "similar": similar})
    if "sign_in" in request.POST or ("support" in request.POST and not request.user.is_authenticated):
        return _sign_in_keeping_words(request)
    if "support" in request.POST:
        need = get_object_or_404(published_needs(), code=request.POST["support"])
        support_need(need=need, by=request.user)
        return render(request, "needs/need_check.html", {"sent": form, "supported": need})
    if not _within_limit(request):
        form.add_error(None, TOO_MANY)
        return _show_form(request, form, status=429)
    return redirect("needs:need-submitted", receipt=_keep(request, form))


@public
@require_POST
def suggest_similar(request: HttpRequest) -> HttpResponse:
    """A piece of a page: needs like the title that somebody is typing. By POST, so that no log keeps the words."""
    similar = similar_needs(request.POST.get("title", "").replace("\0", ""))
    return render(request, "needs/_similar.html", {"similar": similar})


@public
def follow_submission(request: HttpRequest, receipt: str) -> HttpResponse:
    try:
        need = need_of_receipt(receipt)
    except Need.DoesNotExist as error:
        raise Http404 from error
    target = (way_on(need) or [None])[-1]
    context = {"need": need, "target": target, "public": target and target.status == Need.Status.PUBLISHED}
    return render(request, "needs/need_submitted.html", context)


def _sign_in_keeping_words(request: HttpRequest) -> HttpResponse:
    """What was written waits in the session, and comes back to whoever signs in there within the hour."""
    words = request.POST.copy()
    for name in ("sign_in", "support", "checked", "csrfmiddlewaretoken"):
        words.pop(name, None)
    request.session[KEPT] = {"form": words.urlencode(), "at": time.time()}
    return redirect_to_login(request.path)


def _take_words(request: HttpRequest) -> QueryDict | None:
    """Once."""
    kept = request.session.pop(KEPT, None)
    return QueryDict(kept["form"]) if kept and time.time() - kept["at"] <= KEPT_SECONDS else None


def _show_form(request: HttpRequest, form: SubmitNeedForm, status: int = 200) -> HttpResponse:
    return render(request, "needs/need_submit.html", {"form": form}, status=status)


def _within_limit(request: HttpRequest) -> bool:
    """Many honest people share one network address, so somebody who signed in has a limit of their own."""
    action = "need_sent_by_account" if request.user.is_authenticated else "need_sent_by_visitor"
    return consume(request, action=action)


def _keep(request: HttpRequest, form: SubmitNeedForm) -> str:
    by = request.user if request.user.is_authenticated else None
    need = submit_need(**form.need_fields, by=by)
    receipt = receipt_of(need)
    if address := form.cleaned_data["email"]:
        acknowledge_need(address=address, path=reverse("needs:need-submitted", args=[receipt]), by=by)
    return receipt

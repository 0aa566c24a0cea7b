"""Sending in a need: the form, the needs that are like it, and the page that says what became of it."""

from allauth.core.ratelimit import consume
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from mhin.common.access import public
from needs.forms import SubmitNeedForm
from needs.models import Need
from needs.selectors.merges import way_on
from needs.selectors.receipts import need_of_receipt, receipt_of
from needs.selectors.search import similar_needs
from needs.services.submissions import acknowledge_need, submit_need

TOO_MANY = (
    "Many needs have come from your network in the last hour. Nothing you wrote is lost: keep this page open, and "
    "press Send again in a few minutes."
)


@public
def send_need(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _show_form(request, SubmitNeedForm())
    form = SubmitNeedForm(request.POST)
    if not form.is_valid() or "edit" in request.POST:
        return _show_form(request, form)
    similar = [] if form.cleaned_data["checked"] else list(similar_needs(form.cleaned_data["title"]))
    if similar:
        return render(request, "needs/need_check.html", {"sent": form, "similar": similar})
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

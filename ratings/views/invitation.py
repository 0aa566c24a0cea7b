"""From the link in a mail to taking part. Opening a page changes nothing: mail scanners open every link."""

from allauth.account.utils import perform_login
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from mhin.accounts.selectors import addresses_of
from mhin.common.access import public
from ratings.disclosure import release_starting_time
from ratings.forms import AcceptForm, SignUpForm
from ratings.models import Invitation, Round
from ratings.roll import find_invitation, has_account, has_newer_invitation, own_invitation
from ratings.selectors import find_participant
from ratings.services.accepting import (
    InvitationRefusedError,
    Refusal,
    accept_invitation,
    refusal_of,
    sign_up_by_invitation,
)
from ratings.services.answers import RoundNotOpenError
from ratings.services.consent import CURRENT
from ratings.services.invitations import hash_token
from ratings.views._scope import round_or_404

KEY = "invitations"  # in the session: round's short name -> hash of the token this browser has shown
GONE, FORBIDDEN, CONFLICT, INVALID = 410, 403, 409, 422


@never_cache
@public
def open_invitation(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Take the token out of the address at once, so that it is in no history and no Referer. Only its hash is kept."""
    request.session[KEY] = {**request.session.get(KEY, {}), slug: hash_token(token)}
    return redirect("ratings:invitation", slug)


@never_cache
@public
def answer_invitation(request: HttpRequest, slug: str) -> HttpResponse:
    round_ = round_or_404(slug)
    if request.user.is_authenticated and find_participant(round_=round_, user=request.user):
        return redirect("ratings:rate", slug)
    token_hash = request.session.get(KEY, {}).get(slug)
    invitation = _find(request, round_, token_hash)
    if invitation is None:
        return _refuse(request, round_, "unknown" if token_hash else "none")
    if not round_.is_open:
        return render(request, "ratings/round_closed.html", {"round": round_}, status=CONFLICT)
    reason = refusal_of(invitation)
    if reason:
        return _refuse(request, round_, reason, invitation)
    if request.user.is_authenticated:
        return _with_account(request, invitation)
    if has_account(invitation.email):
        return _sign_in_first(request, round_)
    return _without_account(request, invitation)


def _find(request: HttpRequest, round_: Round, token_hash: str | None) -> Invitation | None:
    """The one whose link was opened here; else one to an address that the signed-in person has confirmed."""
    shown = find_invitation(round_=round_, token_hash=token_hash) if token_hash else None
    if shown and not refusal_of(shown):
        return shown
    own = own_invitation(round_=round_, user=request.user) if request.user.is_authenticated else None
    return own or shown


def _with_account(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if invitation.email not in addresses_of(request.user):
        return _refuse(request, invitation.round, Refusal.OTHER_PERSON)
    form = AcceptForm(request.POST or None, invitation=invitation)
    if request.method == "POST" and form.is_valid():
        try:
            accept_invitation(invitation=invitation, user=request.user, region=form.cleaned_data.get("region"))
        except InvitationRefusedError as error:
            return _refuse(request, invitation.round, error.reason, invitation)
        except RoundNotOpenError as error:
            return _closed(request, invitation.round, error)
        return redirect("ratings:rate", invitation.round.slug)
    return _page(request, invitation, form)


def _without_account(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = SignUpForm(request.POST or None, invitation=invitation)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data.get(name) for name in ("name", "password", "region")}
        try:
            user = sign_up_by_invitation(invitation=invitation, **given)
        except InvitationRefusedError as error:
            return _refuse(request, invitation.round, error.reason, invitation)
        except RoundNotOpenError as error:
            return _closed(request, invitation.round, error)
        return perform_login(request, user, redirect_url=reverse("ratings:rate", args=[invitation.round.slug]))
    return _page(request, invitation, form)


def _page(request: HttpRequest, invitation: Invitation, form: AcceptForm) -> HttpResponse:
    context = {
        "round": invitation.round,
        "invitation": invitation,
        "form": form,
        "consent": CURRENT,
        "starting_time": release_starting_time(invitation.round),
        "simulated": invitation.round.is_simulated,
    }
    return render(request, "ratings/invitation.html", context, status=INVALID if form.is_bound else 200)


def _sign_in_first(request: HttpRequest, round_: Round) -> HttpResponse:
    sign_in = redirect_to_login(reverse("ratings:invitation", args=[round_.slug])).url
    return render(request, "ratings/invitation_sign_in.html", {"round": round_, "sign_in": sign_in})


def _refuse(request: HttpRequest, round_: Round, reason: str, invitation: Invitation | None = None) -> HttpResponse:
    """Say what is wrong and what to do. Nothing here tells who was invited."""
    if reason == Refusal.HAS_ACCOUNT:
        return _sign_in_first(request, round_)
    newer = invitation is not None and has_newer_invitation(invitation)
    status = {"none": 200, Refusal.OTHER_PERSON: FORBIDDEN}.get(reason, GONE)
    sign_in = redirect_to_login(reverse("ratings:invitation", args=[round_.slug])).url
    context = {"round": round_, "reason": reason, "has_newer": newer, "sign_in": sign_in}
    return render(request, "ratings/invitation_refused.html", context, status=status)


def _closed(request: HttpRequest, round_: Round, error: RoundNotOpenError) -> HttpResponse:
    context = {"round": round_, "closed_at": error.closed_at}
    return render(request, "ratings/round_closed.html", context, status=CONFLICT)

"""Administrators invite people: paste or upload, look, confirm; then follow what became of each invitation."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from mhin.audit.services import record_event
from mhin.common.access import permitted
from ratings.forms import GuestListForm
from ratings.models import Invitation, Round
from ratings.roll import invitation_rows, invitations_of, waiting_group_changes
from ratings.selectors import groups_of, regions_of
from ratings.services.answers import RoundNotOpenError
from ratings.services.guest_lists import GuestList, list_from_upload, read_guest_list
from ratings.services.invitations import InvitationError, invite_people, resend_invitation, revoke_invitation
from ratings.views._kept import keeping_form, owner_mark, take_kept_form
from ratings.views._scope import round_or_404

PAGE_SIZE = 50


@permitted("ratings.view_invitation")
def list_invitations(request: HttpRequest, slug: str) -> HttpResponse:
    """Names and addresses: that somebody looked is recorded."""
    round_ = round_or_404(slug)
    page = Paginator(invitations_of(round_), PAGE_SIZE).get_page(request.GET.get("page"))
    record_event("invitations_viewed", target=round_, by=request.user)
    waiting = waiting_group_changes(round_).count()
    context = {"round": round_, "page": page, "rows": invitation_rows(page), "simulated": round_.is_simulated}
    return render(request, "ratings/invitation_list.html", context | {"waiting": waiting})


@keeping_form
@permitted("ratings.add_invitation")
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, then a preview of every line, then all of them or none."""
    round_ = round_or_404(slug)
    if not round_.is_open:
        return render(request, "ratings/round_closed.html", {"round": round_}, status=409)
    kept = take_kept_form(request, request.user)
    if kept is not None:
        return _show(request, round_, GuestListForm(initial={"text": kept.get("text", "")}), was_signed_out=True)
    form = GuestListForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _show(request, round_, form, status=422 if form.is_bound else 200)
    upload = form.cleaned_data["file"]
    text = list_from_upload(upload) if upload else form.cleaned_data["text"]
    guests = read_guest_list(round_=round_, text=text)
    form = GuestListForm(initial={"text": text})
    if "confirm" not in request.POST or not guests.is_good:
        return _show(request, round_, form, guests, status=200 if guests.is_good else 422)
    return _invite_all(request, round_, form, guests)


def _invite_all(request: HttpRequest, round_: Round, form: GuestListForm, guests: GuestList) -> HttpResponse:
    try:
        invited = invite_people(round_=round_, guests=guests.guests, by=request.user)
    except RoundNotOpenError as error:
        context = {"round": round_, "closed_at": error.closed_at}
        return render(request, "ratings/round_closed.html", context, status=409)
    except InvitationError as error:
        messages.error(request, str(error))
        return _show(request, round_, form, guests, status=409)
    people = "1 person is" if len(invited) == 1 else f"{len(invited):,} people are"
    messages.success(request, f"{people} invited. The mails are on their way.")
    return redirect("ratings:invitation-list", round_.slug)


def _show(
    request: HttpRequest,
    round_: Round,
    form: GuestListForm,
    guests: GuestList | None = None,
    status: int = 200,
    **extra: object,
) -> HttpResponse:
    context = {
        "round": round_,
        "form": form,
        "guests": guests,
        "groups": groups_of(round_),
        "regions": regions_of(round_),
        "owner": owner_mark(request.user),
        "simulated": round_.is_simulated,
    }
    return render(request, "ratings/invite.html", context | extra, status=status)


@permitted("ratings.add_invitation")
@require_POST
def send_again(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    invitation = _invitation_or_404(slug, pk)
    try:
        resend_invitation(invitation=invitation, by=request.user)
        messages.success(request, f"A new link is on its way to {invitation.email}. The old one no longer works.")
    except InvitationError as error:
        messages.error(request, str(error))
    except RoundNotOpenError:
        messages.error(request, "This round takes no more answers.")
    return redirect("ratings:invitation-list", slug)


@permitted("ratings.change_invitation")
@require_POST
def revoke(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    invitation = _invitation_or_404(slug, pk)
    try:
        revoke_invitation(invitation=invitation, by=request.user)
        messages.success(request, f"The invitation of {invitation.email} no longer works.")
    except InvitationError as error:
        messages.error(request, str(error))
    return redirect("ratings:invitation-list", slug)


def _invitation_or_404(slug: str, pk: int) -> Invitation:
    invitation = invitations_of(round_or_404(slug)).filter(pk=pk).first()
    if invitation is None:
        raise Http404("There is no such invitation.")
    return invitation

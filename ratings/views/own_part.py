"""One's own part in a round, apart from the answers: consent, the group, leaving."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from mhin.common.access import signed_in
from ratings.forms import ConsentForm, GroupChangeForm
from ratings.models import Participant, Round
from ratings.part_forms import AboutYouForm
from ratings.roll import consent_given_on, latest_group_change, own_parts
from ratings.selectors import find_participant, regions_of
from ratings.services.about_you import change_about_you
from ratings.services.answers import RoundNotOpenError
from ratings.services.consent import CURRENT, agreed_text, give_consent, has_live_consent
from ratings.services.group_changes import GroupChangeError, request_group_change
from ratings.services.reminders import address_hash, start_reminders, stop_reminders, takes_reminders
from ratings.services.withdrawal import withdraw_participation
from ratings.views._kept import keeping_form, owner_mark, take_kept_form
from ratings.views._scope import round_or_404

DELETED = "You no longer take part. All your answers in this round have been deleted."
MADE_NOBODYS = "You no longer take part. The link between you and your answers has been destroyed."


@signed_in
def list_parts(request: HttpRequest) -> HttpResponse:
    """On the account pages: every round somebody takes part in, and the way out of each."""
    return render(request, "ratings/part_list.html", {"parts": own_parts(request.user)})


@signed_in
def ask_consent(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks those who agreed to an earlier text; others go on."""
    round_ = round_or_404(slug)
    participant = find_participant(round_=round_, user=request.user)
    if participant is None:
        return redirect("ratings:round-join", slug)
    if has_live_consent(participant) or not round_.is_open:
        return redirect("ratings:rate", slug)
    form = ConsentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        give_consent(participant=participant)
        return redirect("ratings:rate", slug)
    context = {"round": round_, "form": form, "consent": CURRENT, "simulated": round_.is_simulated}
    return render(request, "ratings/consent.html", context, status=422 if form.is_bound else 200)


@keeping_form
@signed_in
def show_part(request: HttpRequest, slug: str) -> HttpResponse:
    round_, participant = _own_part(request, slug)
    kept = take_kept_form(request, participant)
    form = GroupChangeForm(request.POST or kept, participant=participant)
    if request.method == "POST" and form.is_valid():
        try:
            request_group_change(participant=participant, **form.cleaned_data)
        except RoundNotOpenError as error:
            context = {"round": round_, "closed_at": error.closed_at}
            return render(request, "ratings/round_closed.html", context, status=409)
        except GroupChangeError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "You have asked for another group. An administrator will decide.")
            return redirect("ratings:part", slug)
    context = {
        "round": round_,
        "participant": participant,
        "consented_on": consent_given_on(participant),
        "agreed": agreed_text(participant),
        "has_regions": regions_of(round_).exists(),
        "reminded": takes_reminders(round_=round_, address_hash=address_hash(request.user.email)),
        "change": latest_group_change(participant),
        "form": form,
        "owner": owner_mark(participant),
        "was_signed_out": kept is not None,
        "simulated": round_.is_simulated,
    }
    return render(request, "ratings/part.html", context, status=422 if form.is_bound and kept is None else 200)


@signed_in
def change_about(request: HttpRequest, slug: str) -> HttpResponse:
    """The region and the organisation."""
    round_, participant = _own_part(request, slug)
    if not round_.is_open:
        return render(request, "ratings/round_closed.html", {"round": round_}, status=409)
    if not has_live_consent(participant):
        return redirect("ratings:consent", slug)
    form = AboutYouForm(request.POST or None, participant=participant)
    if request.method == "POST" and form.is_valid():
        given = {"organisation": form.cleaned_data["organisation"], "region": participant.region}
        try:
            change_about_you(participant=participant, **given | form.cleaned_data)
        except RoundNotOpenError as error:
            context = {"round": round_, "closed_at": error.closed_at}
            return render(request, "ratings/round_closed.html", context, status=409)
        messages.success(request, "Saved. Your answers stay as they are.")
        return redirect("ratings:part", slug)
    context = {"round": round_, "form": form, "simulated": round_.is_simulated}
    return render(request, "ratings/about_you.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def switch_reminders(request: HttpRequest, slug: str) -> HttpResponse:
    round_, _ = _own_part(request, slug)
    own = {"round_": round_, "address_hash": address_hash(request.user.email)}
    if request.POST.get("act") == "start":
        start_reminders(**own)
        messages.success(request, "You will get reminders again until you have finished.")
    else:
        stop_reminders(**own)
        messages.success(request, "You will get no more reminders of this round.")
    return redirect("ratings:part", slug)


@signed_in
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """The page says what will happen and asks once."""
    round_, _ = _own_part(request, slug)
    published = round_.status == Round.Status.PUBLISHED
    if request.method == "POST":
        withdraw_participation(round_=round_, user=request.user)
        messages.success(request, MADE_NOBODYS if published else DELETED)
        return redirect("ratings:round-detail", slug)
    context = {"round": round_, "published": published, "simulated": round_.is_simulated}
    return render(request, "ratings/withdraw.html", context)


def _own_part(request: HttpRequest, slug: str) -> tuple[Round, Participant]:
    round_ = round_or_404(slug)
    participant = find_participant(round_=round_, user=request.user)
    if participant is None:
        raise Http404("You do not take part in this round.")
    return round_, participant

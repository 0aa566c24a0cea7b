"""Saying what matters most: by points or by order alone, and whether the points fit a choice or two."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from mhin.common.access import signed_in
from ratings.forms import ConflictReplyForm, OrderForm, SwingsForm
from ratings.models import Participant, Round, Weighting
from ratings.services.answers import RoundNotOpenError
from ratings.services.weights import (
    WeightsConflictError,
    save_conflict_reply,
    save_swings,
    save_trade_offs,
    take_back_swings,
)
from ratings.views._kept import keeping_form, take_kept_form
from ratings.views._scope import taking_part, weights_asked
from ratings.views._weights_page import WeightsPage


def _sent(request: HttpRequest, participant: Participant) -> QueryDict | None:
    """Just now, or while signed out."""
    return request.POST if request.method == "POST" else take_kept_form(request, participant)


@keeping_form
@signed_in
@taking_part
@weights_asked
def give_weights(request: HttpRequest, round_: Round, participant: Participant) -> HttpResponse:
    """First which one to raise first, then points for the others, then the picture of what was said."""
    page = WeightsPage(request, round_, participant)
    if request.method == "POST":
        return _save_points(request, page)
    kept = take_kept_form(request, participant)
    if kept is not None:
        return page.ask_points(SwingsForm(kept, objectives=page.objectives, first=page.first), was_signed_out=True)
    if page.first:
        return page.ask_points(page.blank_form())
    if page.points and not {"change", "asked"} & request.GET.keys():
        return page.show_picture()
    return page.ask_first()


def _save_points(request: HttpRequest, page: WeightsPage) -> HttpResponse:
    form = SwingsForm(request.POST, objectives=page.objectives, first=page.first)
    if not form.is_valid():
        return page.ask_points(form, status=422)
    points = {objective.pk: form.cleaned_data[objective.code] for objective in page.objectives}
    try:
        save_swings(participant=page.participant, points=points, version=page.seen_version)
    except RoundNotOpenError as error:
        return page.ask_points(form, status=409, closed=True, closed_at=error.closed_at)
    except WeightsConflictError:
        return page.read_again().ask_points_again(form)
    page = page.read_again()
    if page.questions and not page.trade_offs:
        return redirect("ratings:weights-questions", page.round.slug)
    return redirect("ratings:weights-check" if page.open_conflict else "ratings:weights", page.round.slug)


@keeping_form
@signed_in
@taking_part
@weights_asked
def order_objectives(request: HttpRequest, round_: Round, participant: Participant) -> HttpResponse:
    """The easy way: put them in order, and the portal works out the points."""
    page = WeightsPage(request, round_, participant)
    data = _sent(request, participant)
    form = OrderForm(data, objectives=page.objectives, initial=page.places())
    if request.method == "GET":
        return page.ask_order(form, was_signed_out=data is not None)
    if not form.is_valid():
        return page.ask_order(form, status=422)
    try:
        points = page.points_of(form.in_order())
        save_swings(participant=participant, points=points, version=page.seen_version, mode=Weighting.Mode.ORDER)
    except RoundNotOpenError as error:
        return page.ask_order(form, status=409, closed=True, closed_at=error.closed_at)
    except WeightsConflictError:
        return page.read_again().ask_order_again(form)
    return redirect("ratings:weights", round_.slug)


@keeping_form
@signed_in
@taking_part
@weights_asked
def answer_trade_offs(request: HttpRequest, round_: Round, participant: Participant) -> HttpResponse:
    sent = _sent(request, participant)
    page = WeightsPage(request, round_, participant, sent)
    if not page.asked:
        return redirect("ratings:weights", round_.slug)
    form = page.trade_offs_form(sent)
    if request.method == "GET":
        return page.ask_trade_offs(form, was_signed_out=form.is_bound)
    if not form.is_valid():
        return page.ask_trade_offs(form, status=422)
    try:
        save_trade_offs(participant=participant, answers=form.answers(), version=page.seen_version)
    except RoundNotOpenError as error:
        return page.ask_trade_offs(form, status=409, closed=True, closed_at=error.closed_at)
    except WeightsConflictError:
        return page.read_again().ask_trade_offs_again(form)
    page = page.read_again()
    return redirect("ratings:weights-check" if page.open_conflict else "ratings:weights", round_.slug)


@keeping_form
@signed_in
@taking_part
@weights_asked
def check_conflict(request: HttpRequest, round_: Round, participant: Participant) -> HttpResponse:
    """The one pair where points and choice fit least, in words."""
    page = WeightsPage(request, round_, participant)
    form = ConflictReplyForm(_sent(request, participant))
    if page.conflict is None:
        return _nothing_to_settle(request, page)
    if request.method == "GET":
        return page.ask_about_conflict(form, was_signed_out=form.is_bound)
    if not form.is_valid():
        return page.ask_about_conflict(form, status=422)
    reply = form.cleaned_data["reply"]
    try:
        save_conflict_reply(participant=participant, reply=reply, version=page.seen_version)
    except RoundNotOpenError as error:
        return page.ask_about_conflict(form, status=409, closed=True, closed_at=error.closed_at)
    except WeightsConflictError:
        page = page.read_again()
        return page.ask_about_conflict_again(form) if page.conflict else _nothing_to_settle(request, page)
    if reply == Weighting.Reply.CHANGE:
        return redirect(page.address_of_points())
    return redirect("ratings:weights", round_.slug)


@signed_in
@taking_part
@weights_asked
def take_weights_back(request: HttpRequest, round_: Round, participant: Participant) -> HttpResponse:
    """Leaving the weights out after all."""
    page = WeightsPage(request, round_, participant)
    if request.method == "GET" and page.points:
        return page.ask_take_back()
    if request.method == "POST":
        try:
            take_back_swings(participant=participant, version=page.seen_version)
        except RoundNotOpenError as error:
            return page.ask_take_back(status=409, closed=True, closed_at=error.closed_at)
        except WeightsConflictError:
            return page.read_again().ask_take_back(status=409, changed=True)
        messages.success(request, "Your weights are taken back. Your ratings count as before.")
    return redirect("ratings:rate", round_.slug)


def _nothing_to_settle(request: HttpRequest, page: WeightsPage) -> HttpResponse:
    if request.method == "POST":
        messages.warning(request, "Nothing was saved just now: you changed your weights somewhere else.")
    return redirect("ratings:weights", page.round.slug)

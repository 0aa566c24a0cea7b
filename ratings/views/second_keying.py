"""Keying drawn sheets again, and settling what differs."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from ratings.entries import ratings_by_cell
from ratings.entry_forms import KeyedGrid, KeyedSwingsForm
from ratings.models import KeyingDifference, PointsDifference, Rating, Round, SecondKeying
from ratings.selectors import objectives_of, round_solutions_of, swings_of
from ratings.services.answers import RoundNotOpenError
from ratings.services.entry import EntryError
from ratings.services.second_keying import draw_second_keyings, save_second_keying, settle_second_keying
from ratings.views._entry_scope import enters_for_others, second_keying_or_404
from ratings.views._kept import keeping_form, owner_mark, take_kept_form

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
FIRST, SECOND = "first", "second"
POINTS = "points"


@enters_for_others
@require_POST
def draw(request: HttpRequest, round_: Round) -> HttpResponse:
    count = draw_second_keyings(round_=round_, by=request.user)
    drawn = f"Drawn for a second keying: {count}." if count else "No more sheets need a second keying just now."
    messages.success(request, drawn)
    return redirect("ratings:entry-list", round_.slug)


@keeping_form
@enters_for_others
@GET_OR_POST
def key_again(request: HttpRequest, round_: Round, code: str) -> HttpResponse:
    """The same page as for the first keying, but empty: nothing of the first keying is on it."""
    second_keying = second_keying_or_404(round_, code)
    if request.user.pk == second_keying.first_by_id:
        raise PermissionDenied
    if second_keying.keyed_by_id:
        return redirect("ratings:entry-settle", round_.slug, code)
    kept = take_kept_form(request, request.user)
    typed = request.POST.dict() if request.method == "POST" else kept and kept.dict()
    objectives = objectives_of(round_)
    grid = KeyedGrid(round_solutions=round_solutions_of(round_), objectives=objectives, typed=typed)
    weights = KeyedSwingsForm(typed, objectives=objectives, stored={})
    errors = grid.errors + weights.error_links
    if request.method != "POST" or errors:
        context = {
            "round": round_,
            "sheet": second_keying.sheet,
            "grid": grid,
            "weights": weights,
            "errors": errors,
            "second": True,
            "owner": owner_mark(request.user),
            "was_signed_out": kept is not None,
        }
        return render(request, "ratings/entry_sheet.html", context, status=422 if errors and kept is None else 200)
    try:
        differing = save_second_keying(
            second_keying=second_keying,
            readings=grid.readings,
            points=weights.points() if round_.asks_weights else {},
            by=request.user,
        )
    except EntryError as error:
        messages.error(request, str(error))
        return redirect("ratings:entry-list", round_.slug)
    if differing:
        return redirect("ratings:entry-settle", round_.slug, code)
    messages.success(request, f"Sheet {code}: both keyings agree in every box.")
    return redirect("ratings:entry-list", round_.slug)


@dataclass(frozen=True)
class Choice:
    """What differs, as a radio group: what each keying read."""

    name: str
    legend: str
    options: list[dict[str, object]]
    chosen: str | None
    error: str


@keeping_form
@enters_for_others
@GET_OR_POST
def settle(request: HttpRequest, round_: Round, code: str) -> HttpResponse:
    """Look at the paper and choose, box by box; points as one."""
    second_keying = second_keying_or_404(round_, code)
    differences = list(second_keying.differences.select_related("round_solution", "objective"))
    kept = take_kept_form(request, request.user)
    choices = _choices(second_keying, differences, request.POST if request.method == "POST" else kept)
    if not choices:
        return redirect("ratings:entry-list", round_.slug)
    context = {
        "round": round_,
        "sheet": second_keying.sheet,
        "second_keying": second_keying,
        "choices": choices,
        "owner": owner_mark(request.user),
        "was_signed_out": kept is not None,
        "simulated": round_.is_simulated,
    }
    has_errors = any(choice.error for choice in choices)
    if request.method != "POST" or has_errors:
        status = 422 if has_errors and kept is None else 200
        return render(request, "ratings/entry_settle.html", context, status=status)
    seconds = {choice.name for choice in choices if choice.chosen == SECOND}
    try:
        settle_second_keying(
            second_keying=second_keying,
            takes_second=frozenset(
                (row.round_solution_id, row.objective_id) for row in differences if _name(row) in seconds
            ),
            takes_second_points=POINTS in seconds,
            by=request.user,
        )
    except RoundNotOpenError as error:
        context |= {"closed": True, "closed_at": error.closed_at}
        return render(request, "ratings/entry_settle.html", context, status=409)
    messages.success(request, f"Settled: sheet {code}.")
    return redirect("ratings:entry-list", round_.slug)


def _name(row: KeyingDifference) -> str:
    return f"c{row.round_solution_id}_{row.objective_id}"


def _choices(
    second_keying: SecondKeying, differences: list[KeyingDifference], posted: Mapping[str, str] | None
) -> list[Choice]:
    first = ratings_by_cell(second_keying.sheet.participant)
    choices = [
        _choice(
            _name(row),
            f"{row.round_solution.code} {row.round_solution.title}: {row.objective.name}",
            _mark_in_words(first.get((row.round_solution_id, row.objective_id))),
            _mark_in_words(row),
            posted,
        )
        for row in differences
    ]
    points = list(second_keying.points_differences.select_related("objective"))
    if points:
        known = swings_of(second_keying.sheet.participant)
        before = _points_in_words(points, known)
        after = _points_in_words(points, {row.objective_id: row.points for row in points})
        choices.append(_choice(POINTS, "What matters most: the points", before, after, posted))
    return choices


def _choice(name: str, legend: str, first: str, second: str, posted: Mapping[str, str] | None) -> Choice:
    chosen = posted.get(name) if posted is not None else None
    options: list[dict[str, object]] = [
        {"value": which, "text": words, "hint": f"{which.capitalize()} keying", "checked": which == chosen}
        for which, words in ((FIRST, first), (SECOND, second))
    ]
    is_left_open = posted is not None and chosen not in (FIRST, SECOND)
    return Choice(name, legend, options, chosen, "Choose what the paper says." if is_left_open else "")


def _mark_in_words(reading: Rating | KeyingDifference | None) -> str:
    if reading is None or reading.state == Rating.State.PREFER_NOT:
        return "Nothing marked, or prefer not to say"
    return str(reading.value) if reading.value else Rating.State(reading.state).label


def _points_in_words(rows: list[PointsDifference], points: Mapping[int, int | None]) -> str:
    if all(points.get(row.objective_id) is None for row in rows):
        return "No points"
    return "; ".join(f"{row.objective.name}: {points.get(row.objective_id)}" for row in rows)

"""Keying drawn sheets again, and settling what differs."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from ratings.entries import ratings_by_cell
from ratings.entry_forms import KeyedGrid
from ratings.models import KeyingDifference, Rating, Round, SecondKeying
from ratings.selectors import objectives_of, round_solutions_of
from ratings.services.answers import RoundNotOpenError
from ratings.services.entry import EntryError
from ratings.services.second_keying import draw_second_keyings, save_second_keying, settle_second_keying
from ratings.views._entry_scope import enters_for_others, second_keying_or_404

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
FIRST, SECOND = "first", "second"


@enters_for_others
@require_POST
def draw(request: HttpRequest, round_: Round) -> HttpResponse:
    count = draw_second_keyings(round_=round_, by=request.user)
    drawn = f"Drawn for a second keying: {count}." if count else "No more sheets need a second keying just now."
    messages.success(request, drawn)
    return redirect("ratings:entry-list", round_.slug)


@enters_for_others
@GET_OR_POST
def key_again(request: HttpRequest, round_: Round, code: str) -> HttpResponse:
    """The same page as for the first keying, but empty: nothing of the first keying is on it."""
    second_keying = second_keying_or_404(round_, code)
    if request.user.pk == second_keying.first_by_id:
        raise PermissionDenied
    typed = request.POST.dict() if request.method == "POST" else None
    grid = KeyedGrid(round_solutions=round_solutions_of(round_), objectives=objectives_of(round_), typed=typed)
    context = {"round": round_, "sheet": second_keying.sheet, "grid": grid, "second": True}
    if second_keying.keyed_by_id:
        return redirect("ratings:entry-settle", round_.slug, code)
    if request.method != "POST" or grid.errors:
        return render(request, "ratings/entry_sheet.html", context, status=422 if grid.errors else 200)
    try:
        differing = save_second_keying(second_keying=second_keying, readings=grid.readings, by=request.user)
    except EntryError as error:
        messages.error(request, str(error))
        return redirect("ratings:entry-list", round_.slug)
    if differing:
        return redirect("ratings:entry-settle", round_.slug, code)
    messages.success(request, f"Sheet {code}: both keyings agree in all {grid.size} cells.")
    return redirect("ratings:entry-list", round_.slug)


@dataclass(frozen=True)
class Choice:
    """One differing cell as a radio group: what each keying read."""

    name: str
    legend: str
    options: list[dict[str, object]]
    error: str


@enters_for_others
@GET_OR_POST
def settle(request: HttpRequest, round_: Round, code: str) -> HttpResponse:
    """Look at the paper and choose, cell by cell."""
    second_keying = second_keying_or_404(round_, code)
    differences = list(second_keying.differences.select_related("round_solution", "objective"))
    if not differences:
        return redirect("ratings:entry-list", round_.slug)
    chosen = {_name(row): request.POST.get(_name(row)) for row in differences}
    complete = all(value in (FIRST, SECOND) for value in chosen.values())
    context = {
        "round": round_,
        "sheet": second_keying.sheet,
        "second_keying": second_keying,
        "choices": _choices(second_keying, differences, chosen, must_choose=request.method == "POST"),
        "simulated": round_.is_simulated,
    }
    if request.method != "POST" or not complete:
        return render(request, "ratings/entry_settle.html", context, status=422 if request.method == "POST" else 200)
    takes_second = frozenset(
        (row.round_solution_id, row.objective_id) for row in differences if chosen[_name(row)] == SECOND
    )
    try:
        settle_second_keying(second_keying=second_keying, takes_second=takes_second, by=request.user)
    except RoundNotOpenError as error:
        context |= {"closed": True, "closed_at": error.closed_at}
        return render(request, "ratings/entry_settle.html", context, status=409)
    messages.success(request, f"Settled: sheet {code}.")
    return redirect("ratings:entry-list", round_.slug)


def _name(row: KeyingDifference) -> str:
    return f"c{row.round_solution_id}_{row.objective_id}"


def _choices(
    second_keying: SecondKeying,
    differences: Iterable[KeyingDifference],
    chosen: dict[str, str | None],
    *,
    must_choose: bool,
) -> list[Choice]:
    first = ratings_by_cell(second_keying.sheet.participant)
    return [
        Choice(
            _name(row),
            f"{row.round_solution.code} {row.round_solution.title}: {row.objective.name}",
            [
                _option(FIRST, first.get((row.round_solution_id, row.objective_id)), chosen[_name(row)]),
                _option(SECOND, row, chosen[_name(row)]),
            ],
            "Choose what the paper says." if must_choose and chosen[_name(row)] not in (FIRST, SECOND) else "",
        )
        for row in differences
    ]


def _option(which: str, reading: Rating | KeyingDifference | None, chosen: str | None) -> dict[str, object]:
    if reading is None or reading.state == Rating.State.PREFER_NOT:
        words = "Nothing marked, or prefer not to say"
    else:
        words = str(reading.value) if reading.value else Rating.State(reading.state).label
    return {"value": which, "text": words, "hint": f"{which.capitalize()} keying", "checked": which == chosen}

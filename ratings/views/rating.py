"""Rating, one solution a page, and saying what matters most."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mhin.common.access import signed_in
from ratings.forms import CANNOT_JUDGE, CHOICES, SCALE, AnswersForm, SwingsForm, answer_value, answers_initial
from ratings.models import Objective, Participant, Rating, Round, RoundSolution
from ratings.selectors import Progress, answers_to, latest_version, objectives_of, progress_of, swings_of
from ratings.services.answers import (
    RoundNotOpenError,
    VersionConflictError,
    answers_by_objective,
    save_answers,
    save_swings,
)
from ratings.views._scope import own_participant, round_or_404, round_solution_or_404


@signed_in
def show_overview(request: HttpRequest, slug: str) -> HttpResponse:
    round_ = round_or_404(slug)
    participant = own_participant(request, round_)
    if participant is None:
        return redirect("ratings:round-join", slug)
    context = {
        "round": round_,
        "participant": participant,
        "progress": progress_of(participant, round_),
        "has_swings": bool(swings_of(participant)),
        "simulated": round_.is_simulated,
    }
    return render(request, "ratings/rate_overview.html", context)


@signed_in
def rate_solution(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    round_ = round_or_404(slug)
    participant = own_participant(request, round_)
    if participant is None:
        return redirect("ratings:round-join", slug)
    page = RatePage(round_, participant, progress_of(participant, round_), code)
    if request.method == "POST":
        return _save(request, page)
    return page.render(request, page.blank_form())


def _save(request: HttpRequest, page: "RatePage") -> HttpResponse:
    form = AnswersForm(request.POST, objectives=page.objectives)
    if not form.is_valid():
        return page.render(request, form, status=422)
    answers = answers_by_objective(page.objectives, form.answers())
    try:
        save_answers(
            participant=page.participant,
            round_solution=page.round_solution,
            answers=answers,
            version=form.cleaned_data["version"],
        )
    except RoundNotOpenError as error:
        return page.render(request, form, status=409, closed=True, closed_at=error.closed_at)
    except VersionConflictError as conflict:
        return page.render(request, form, status=409, conflict=page.describe(conflict, form), version=conflict.version)
    messages.success(request, f"Saved: {page.round_solution.title}.")
    return redirect(*page.after_saving("next" in request.POST))


@dataclass(frozen=True)
class ConflictRow:
    """One objective whose answer was changed elsewhere: both answers, in words."""

    objective: Objective
    saved: str
    typed: str


class RatePage:
    """One solution of one person's round, and all that its page shows."""

    def __init__(self, round_: Round, participant: Participant, progress: Progress, code: str) -> None:
        self.round = round_
        self.participant = participant
        self.progress = progress
        self.round_solution: RoundSolution = round_solution_or_404(progress, code)
        self.objectives = progress.objectives

    def blank_form(self) -> AnswersForm:
        answers = self._answers()
        initial = {"version": latest_version(answers), **answers_initial(self.objectives, answers)}
        return AnswersForm(initial=initial, objectives=self.objectives)

    def _answers(self) -> dict[int, Rating]:
        return answers_to(participant=self.participant, round_solution=self.round_solution)

    def render(self, request: HttpRequest, form: AnswersForm, status: int = 200, **extra: object) -> HttpResponse:
        code = self.round_solution.code
        context = {
            "round": self.round,
            "round_solution": self.round_solution,
            "progress": self.progress,
            "place": self.progress.place(code),
            "previous": self.progress.neighbour(code, -1),
            "next": self.progress.neighbour(code, 1),
            "form": form,
            "version": form["version"].value(),
            "scales": [_scale(form, objective) for objective in self.objectives],
            "simulated": self.round.is_simulated,
        }
        return render(request, "ratings/rate_solution.html", context | extra, status=status)

    def describe(self, conflict: VersionConflictError, form: AnswersForm) -> list[ConflictRow]:
        words = dict(CHOICES)
        rows = (
            ConflictRow(
                objective,
                words.get(answer_value(conflict.current.get(objective.pk)), "no answer"),
                words.get(form.cleaned_data[objective.code], "no answer"),
            )
            for objective in self.objectives
        )
        return [row for row in rows if row.saved != row.typed]

    def after_saving(self, wants_next: bool) -> tuple[str, ...]:
        following = self.progress.neighbour(self.round_solution.code, 1) if wants_next else None
        if following:
            return "ratings:rate-solution", self.round.slug, following.code
        return "ratings:rate", self.round.slug


def _scale(form: AnswersForm, objective: Objective) -> dict[str, object]:
    """One objective's radio group as the template draws it."""
    chosen = form[objective.code].value()
    return {
        "objective": objective,
        "error": " ".join(form.errors.get(objective.code, [])),
        "scale": [{"value": value, "checked": value == chosen} for value in SCALE],
        "others": [{"value": CANNOT_JUDGE.value, "text": CANNOT_JUDGE.label, "checked": chosen == CANNOT_JUDGE}],
    }


@signed_in
def give_weights(request: HttpRequest, slug: str) -> HttpResponse:
    round_ = round_or_404(slug)
    participant = own_participant(request, round_)
    if participant is None:
        return redirect("ratings:round-join", slug)
    objectives = objectives_of(round_)
    swings = swings_of(participant)
    initial = {objective.code: swings.get(objective.pk) for objective in objectives}
    form = SwingsForm(request.POST or None, initial=initial, objectives=objectives)
    context = {"round": round_, "form": form, "progress": progress_of(participant, round_)}
    if request.method == "POST" and form.is_valid():
        try:
            points = {objective.pk: form.cleaned_data[objective.code] for objective in objectives}
            save_swings(participant=participant, points=points)
        except RoundNotOpenError as error:
            return render(request, "ratings/weights.html", context | {"closed_at": error.closed_at}, status=409)
        messages.success(request, "Saved: what matters most to you.")
        return redirect("ratings:rate", slug)
    context |= {"simulated": round_.is_simulated}
    return render(request, "ratings/weights.html", context, status=422 if form.is_bound else 200)

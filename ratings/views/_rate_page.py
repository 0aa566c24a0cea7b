"""One solution of one person's round, and all that its page shows."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.http import reselect, reswap, retarget, trigger_client_event

from ratings.forms import (
    NO_ANSWER,
    OTHER_ANSWERS,
    SCALE,
    WORDS,
    AnswersForm,
    answer_in_words,
    answer_value,
    answers_initial,
)
from ratings.models import Objective, Participant, Rating, Round, RoundSolution
from ratings.pace import minutes_left
from ratings.selectors import (
    Progress,
    SolutionProgress,
    answers_to,
    comment_on,
    latest_version,
    previous_answers,
    progress_of,
    with_evidence,
)
from ratings.services.answers import VersionConflictError
from ratings.services.comments import comment_mark
from ratings.views._kept import owner_mark
from ratings.views._saying import answers_that_stay, in_lines, say_they_stay
from ratings.views._scope import round_solution_or_404


@dataclass(frozen=True)
class ConflictRow:
    """One objective whose answer was changed elsewhere: both answers, as values and in words."""

    objective: Objective
    saved_value: str
    typed_value: str

    @property
    def saved(self) -> str:
        return WORDS.get(self.saved_value, NO_ANSWER)

    @property
    def typed(self) -> str:
        return WORDS.get(self.typed_value, NO_ANSWER)

    @property
    def is_choice(self) -> bool:
        """Where one side has no answer, the other stands: nothing is lost."""
        return bool(self.saved_value and self.typed_value)

    @property
    def options(self) -> list[dict[str, object]]:
        return [
            {"value": self.saved_value, "text": self.saved, "hint": "saved in the other window"},
            {"value": self.typed_value, "text": self.typed, "hint": "chosen on this page"},
        ]


class RatePage:
    def __init__(self, request: HttpRequest, round_: Round, participant: Participant, code: str) -> None:
        self.request = request
        self.round = round_
        self.participant = participant
        self.code = code
        self.progress: Progress = progress_of(participant, round_)
        self.objectives = self.progress.objectives
        self.round_solution: RoundSolution = round_solution_or_404(self.progress, code)

    def stored(self) -> tuple[dict[int, Rating], str]:
        answers = answers_to(participant=self.participant, round_solution=self.round_solution)
        return answers, comment_on(participant=self.participant, round_solution=self.round_solution)

    def blank_form(self) -> AnswersForm:
        answers, comment = self.stored()
        initial = {"version": latest_version(answers), "comment": comment, "comment_mark": comment_mark(comment)}
        return AnswersForm(initial=initial | answers_initial(self.objectives, answers), objectives=self.objectives)

    def show(self, form: AnswersForm, status: int = 200, **extra: object) -> HttpResponse:
        """The page. A part of a page that gets it as an error puts it in the place of the whole."""
        item = with_evidence(self.round_solution)
        before = previous_answers(round_=self.round, user=self.request.user)
        context = self._common(form) | {
            "card": item.solution,
            "place": self.progress.place(self.code),
            "previous": self.progress.neighbour(self.code, -1),
            "next": self.progress.neighbour(self.code, 1),
            "scales": [_scale(form, o, before.get((self.code, o.code))) for o in self.objectives],
            "minutes_left": minutes_left(self.participant, self.progress),
        }
        return self._whole(render(self.request, "ratings/rate_solution.html", context | extra, status=status))

    def show_conflict(self, form: AnswersForm, *, version: int, rows: list[ConflictRow], comment: str) -> HttpResponse:
        """Both answers, for the person to choose. Nothing is saved until they have."""
        context = self._common(form) | {
            "version": version,
            "conflict": rows,
            "choices": [row for row in rows if row.is_choice],
            "kept": self._undisputed(form, rows),
            "comment_mark": comment_mark(comment),
            "saved_comment": comment if comment != form.cleaned_data["comment"] else "",
        }
        return self._whole(render(self.request, "ratings/rate_conflict.html", context, status=409))

    def show_saved(self, form: AnswersForm, version: int) -> HttpResponse:
        """What a page that saves as it goes gets back: the status, and the numbers that have changed."""
        progress = progress_of(self.participant, self.round)
        item = progress.item(self.code)
        stay = answers_that_stay(form, item)
        context = {
            "code": self.code,
            "version": version,
            "comment_mark": comment_mark(form.cleaned_data["comment"]) if form.has_comment else None,
            "item": item,
            "stays": say_they_stay(in_lines(stay)) if stay else "",
            "progress": progress,
            "minutes_left": minutes_left(self.participant, progress),
            "in_table": "table" in self.request.POST,
        }
        response = render(self.request, "ratings/_saved.html", context)
        start = f"{self.code}-" if context["in_table"] else ""
        cells = {f"{start}{objective.code}": answer_value(answer) for objective, answer in stay.items()}
        return trigger_client_event(response, "answers-stay", {"cells": cells}) if cells else response

    def item_now(self) -> SolutionProgress:
        """After a save."""
        return progress_of(self.participant, self.round).item(self.code)

    def rows_of(self, conflict: VersionConflictError, form: AnswersForm) -> list[ConflictRow]:
        rows = (
            ConflictRow(o, answer_value(conflict.current.get(o.pk)), form.cleaned_data[o.code]) for o in self.objectives
        )
        return [row for row in rows if row.saved_value != row.typed_value]

    def _undisputed(self, form: AnswersForm, rows: list[ConflictRow]) -> list[tuple[str, str]]:
        """Answers that stand on this page alone go along with the choices."""
        disputed = {row.objective.code for row in rows if row.is_choice}
        return [
            (o.code, form.cleaned_data[o.code])
            for o in self.objectives
            if form.cleaned_data[o.code] and o.code not in disputed
        ]

    def _common(self, form: AnswersForm) -> dict[str, object]:
        return {
            "round": self.round,
            "round_solution": self.round_solution,
            "progress": self.progress,
            "form": form,
            "version": form["version"].value(),
            "owner": owner_mark(self.participant),
            "in_table": "table" in self.request.POST,
            "simulated": self.round.is_simulated,
        }

    def _whole(self, response: HttpResponse) -> HttpResponse:
        if not self.request.htmx:
            return response
        return reswap(reselect(retarget(response, "#maincontent"), "#maincontent > *"), "innerHTML show:window:top")


def _scale(form: AnswersForm, objective: Objective, previous: Rating | None) -> dict[str, object]:
    """One objective's radio group as the template draws it."""
    chosen = form[objective.code].value()
    return {
        "objective": objective,
        "error": " ".join(form.errors.get(objective.code, [])),
        "scale": [{"value": value, "checked": value == chosen} for value in SCALE],
        "others": [{"value": value, "text": text, "checked": value == chosen} for value, text in OTHER_ANSWERS],
        "previous": answer_in_words(previous) if previous else "",
        "chosen": WORDS.get(chosen, NO_ANSWER),
    }

"""One person's answers to every solution in one table, with what they typed and what another window saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.forms import OTHER_ANSWERS, SCALE, WORDS, AnswersForm, answer_in_words, answer_value
from ratings.models import Objective, Participant, Round, RoundSolution
from ratings.pace import minutes_left
from ratings.selectors import Progress, SolutionProgress, previous_answers, progress_of
from ratings.services.answers import Answer, VersionConflictError, answers_by_objective
from ratings.views._kept import owner_mark


@dataclass
class MatrixCell:
    name: str
    objective: Objective
    chosen: str
    previous: str
    saved: str
    error: str = ""

    @property
    def shown(self) -> str:
        """An answer can be changed and not emptied, so a cell that has one is never shown without."""
        return self.saved if self.saved and self.chosen not in WORDS else self.chosen


@dataclass
class MatrixRow:
    round_solution: RoundSolution
    version: int | str
    cells: list[MatrixCell]
    saved_meanwhile: list[str] = field(default_factory=list)


class MatrixPage:
    def __init__(
        self, request: HttpRequest, round_: Round, participant: Participant, typed: Mapping[str, str] | None = None
    ) -> None:
        self.request = request
        self.round = round_
        self.participant = participant
        self.progress: Progress = progress_of(participant, round_)
        self.previous = previous_answers(round_=round_, user=request.user)
        self.forms = {item.round_solution.code: self._form(item, typed) for item in self.progress.solutions}

    def _form(self, item: SolutionProgress, typed: Mapping[str, str] | None) -> AnswersForm | None:
        if typed is None:
            return None
        return AnswersForm.of_row(typed, item.round_solution.code, self.progress.objectives)

    @property
    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.forms.values() if form)

    def answers(self) -> dict[RoundSolution, dict[int, Answer]]:
        """What to save, by solution."""
        found = {}
        for item in self._round_solutions():
            if (form := self.forms[item.code]) and (given := form.answers()):
                found[item] = answers_by_objective(self.progress.objectives, given)
        return found

    def versions(self) -> dict[int, int]:
        """The versions that the posted page was made from, by solution id."""
        forms = {item.pk: self.forms[item.code] for item in self._round_solutions()}
        return {pk: form.cleaned_data["version"] for pk, form in forms.items() if form}

    def _round_solutions(self) -> list[RoundSolution]:
        return [item.round_solution for item in self.progress.solutions]

    def show(self, status: int = 200, **extra: object) -> HttpResponse:
        rows = [self._row(item) for item in self.progress.solutions]
        return self._render(rows, status, **extra)

    def show_conflicts(self, conflicts: Mapping[RoundSolution, VersionConflictError]) -> HttpResponse:
        """The rows in conflict keep what was typed, beside what another window saved. The others have been saved."""
        page = MatrixPage(self.request, self.round, self.participant)
        by_code = {round_solution.code: conflict for round_solution, conflict in conflicts.items()}
        page.forms |= {code: self.forms[code] for code in by_code}
        rows = [page._row(item) for item in page.progress.solutions]
        for row in rows:
            if row.round_solution.code in by_code:
                _show_both(row, by_code[row.round_solution.code])
        return page._render(rows, 409, conflict=True)

    def _row(self, item: SolutionProgress) -> MatrixRow:
        code = item.round_solution.code
        form = self.forms[code]
        version = max((answer.version for answer in item.answers if answer), default=0)
        cells = zip(self.progress.objectives, map(answer_value, item.answers), strict=True)
        return MatrixRow(
            item.round_solution,
            form["version"].value() if form else version,
            [self._cell(code, objective, saved, form) for objective, saved in cells],
        )

    def _cell(self, code: str, objective: Objective, saved: str, form: AnswersForm | None) -> MatrixCell:
        previous = self.previous.get((code, objective.code))
        return MatrixCell(
            name=f"{code}-{objective.code}",
            objective=objective,
            chosen=form[objective.code].value() or "" if form else saved,
            previous=answer_in_words(previous) if previous else "",
            saved=saved,
            error=" ".join(form.errors.get(objective.code, [])) if form else "",
        )

    def _render(self, rows: list[MatrixRow], status: int, **extra: object) -> HttpResponse:
        context = {
            "round": self.round,
            "progress": self.progress,
            "minutes_left": minutes_left(self.participant, self.progress),
            "rows": rows,
            "errors": self._errors(),
            "scale": SCALE,
            "others": OTHER_ANSWERS,
            "owner": owner_mark(self.participant),
            "simulated": self.round.is_simulated,
        }
        return render(self.request, "ratings/rate_matrix.html", context | extra, status=status)

    def _errors(self) -> list[dict[str, str]]:
        return [
            {"text": f"{item.title}: {messages[0]}", "href": f"#{item.code}-{name}"}
            for item in self._round_solutions()
            if (form := self.forms[item.code])
            for name, messages in form.errors.items()
        ]


def _show_both(row: MatrixRow, conflict: VersionConflictError) -> None:
    """Where this page has no answer the saved one stands, so nothing is lost."""
    row.version = conflict.version
    for cell in row.cells:
        saved = conflict.current.get(cell.objective.pk)
        if answer_value(saved) != cell.chosen:
            row.saved_meanwhile.append(f"{cell.objective.name}: {answer_in_words(saved)}")
            cell.chosen = cell.chosen or answer_value(saved)

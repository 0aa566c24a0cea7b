"""Recording a decision and what follows from it, and trying other weights."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone

from governance.models import Action, Body, Decision, Meeting
from governance.selectors.board import Board, boards
from governance.selectors.decisions import solutions_to_decide_on
from ratings.disclosure import ReleasedRanking
from ratings.models import RoundSolution, ScoreRun

MOST_RUNS = 200
MOST_DIGITS = 9
ROUND = "round-"  # a round, not a run of this one


class DecisionForm(forms.Form):
    """On one run, which is carried along, so that the decision names the run that was on the page."""

    round_solution = forms.ModelChoiceField(
        RoundSolution.objects.none(), label="Which solution?", empty_label="Choose a solution"
    )
    body = forms.ModelChoiceField(Body.objects.all(), label="Who decided?", empty_label="Choose a body")
    meeting = forms.ModelChoiceField(
        Meeting.objects.all(), label="At which meeting?", required=False, empty_label="None"
    )
    outcome = forms.ChoiceField(label="What was decided?", choices=Decision.Outcome, widget=forms.RadioSelect)
    rationale = forms.CharField(
        label="Why?",
        help_text="Everybody can read this. Say what spoke for it and against it, and name nobody who rated.",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        error_messages={"required": "Give the reason for the decision"},
    )
    decided_on = forms.DateField(
        label="On which day?",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "nhsuk-input--width-10"}),
    )
    run = forms.ModelChoiceField(ScoreRun.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args: Any, run: ScoreRun, **kwargs: Any) -> None:
        initial = {"run": run.pk, "decided_on": timezone.localdate()} | (kwargs.pop("initial", {}) or {})
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["round_solution"].queryset = solutions_to_decide_on(run.round)  # type: ignore[attr-defined]
        self.fields["run"].queryset = run.round.runs.all()  # type: ignore[attr-defined]
        self.run = run

    @property
    def carried_run(self) -> ScoreRun:
        """The run that sending the form records, so that the page can say so; runs may come while it is filled in."""
        run: ScoreRun = (self.cleaned_data.get("run") if self.errors else None) or self.run
        run.round = self.run.round
        return run


class ActionForm(forms.Form):
    title = forms.CharField(label="What is to be done?", max_length=200)
    owner = forms.CharField(
        label="Who does it?", help_text="Everybody can read this. A body or an office is enough.", max_length=150
    )
    due_on = forms.DateField(
        label="By which day?",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "nhsuk-input--width-10"}),
    )
    status = forms.ChoiceField(
        label="How far is it?", choices=Action.Status, widget=forms.RadioSelect, initial=Action.Status.PLANNED
    )


class WhatIfForm(forms.Form):
    """One slider an objective; weights may have any sum, as long as one is more than 0.

    A slider starts at the official weight in whole points. Left there it means the weight itself, not the rounded one.
    """

    def __init__(self, *args: Any, ranking: ReleasedRanking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.official = {objective.code: 100 * ranking.run.weights[objective.code] for objective in ranking.objectives}
        for objective in ranking.objectives:
            self.fields[objective.code] = forms.IntegerField(
                label=objective.name,
                min_value=0,
                max_value=100,
                initial=round(self.official[objective.code]),
                widget=forms.NumberInput(attrs={"type": "range", "step": 1}),
                error_messages={"required": f"Give {objective.name.lower()} a weight from 0 to 100."},
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if len(cleaned) == len(self.fields) and not any(cleaned.values()):
            raise forms.ValidationError("Give at least one objective a weight of more than 0.")
        return cleaned

    def weights(self) -> dict[str, float]:
        return {
            code: self.official[code] if weight == self.fields[code].initial else float(weight)
            for code, weight in self.cleaned_data.items()
        }


@dataclass(frozen=True)
class RunAddress:
    """Where a run is found; without a number it is the newest of its round."""

    slug: str
    number: int | None


class CompareForm(forms.Form):
    """Two runs of this round, or one of them and the newest run of another round."""

    run = forms.TypedChoiceField(label="Which run of this round?", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slug, self.newest = board.round.slug, board.number
        runs = [(str(number), f"Run {number} of this round") for number in self._numbers(board)]
        others = [other for other in boards() if other.pk != board.round.pk and other.current_run_id]
        rounds = [(f"{ROUND}{other.slug}", f"The newest run of {other.title}") for other in others]
        self.fields["run"].choices = [("", f"The newest, run {self.newest}"), *runs]  # type: ignore[attr-defined]
        self.fields["with"] = forms.ChoiceField(label="Compare with", choices=[*runs, *rounds])

    def _numbers(self, board: Board) -> list[int]:
        """The latest runs, and those asked for, however old."""
        asked = [int(value) for value in self.data.values() if value.isdecimal() and len(value) < MOST_DIGITS]
        numbers = board.round.runs.values_list("number", flat=True)
        return sorted({*numbers[:MOST_RUNS], *numbers.filter(number__in=asked)}, reverse=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("with") == str(cleaned.get("run") or self.newest):
            raise forms.ValidationError("Choose two different runs.")
        return cleaned

    def runs(self) -> tuple[RunAddress, RunAddress]:
        """What was before and what came after: of one round the earlier run comes first."""
        number, other = self.cleaned_data["run"], self.cleaned_data["with"]
        if other.startswith(ROUND):
            return RunAddress(other.removeprefix(ROUND), None), RunAddress(self.slug, number)
        first, second = sorted((number or self.newest, int(other)))
        return RunAddress(self.slug, first), RunAddress(self.slug, second)

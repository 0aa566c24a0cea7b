"""What people type in a round. Forms check and clean; services write."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from ratings.models import Objective, Rating, Round, StakeholderGroup
from ratings.selectors import groups_of
from ratings.services.answers import Answer

SCALE = [str(value) for value in range(1, 10)]
CANNOT_JUDGE = Rating.State.CANNOT_JUDGE
CHOICES = [(value, value) for value in SCALE] + [(CANNOT_JUDGE.value, CANNOT_JUDGE.label)]


class JoinForm(forms.Form):
    group = forms.ModelChoiceField(
        StakeholderGroup.objects.none(),
        label="Which group do you mainly speak for?",
        help_text="If more than one fits, choose the one that matters most to you here. You cannot change it later.",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose the group you mainly speak for."},
    )
    organisation = forms.CharField(
        label="Which organisation are you with?",
        help_text="Leave this empty if you take part as yourself.",
        max_length=150,
        required=False,
    )
    consent = forms.BooleanField(
        label="I have read how my answers are used, and I agree to take part.",
        error_messages={"required": "Tick the box if you agree to take part."},
    )

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups_of(round_)


class AnswersForm(forms.Form):
    """One radio group an objective. An objective may be left open; a wrong value is named and kept."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, objectives: Iterable[Objective], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for objective in objectives:
            self.fields[objective.code] = forms.ChoiceField(
                choices=CHOICES,
                required=False,
                label=objective.name,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": f"Choose a number from 1 to 9 for {objective.name.lower()}."},
            )

    def answers(self) -> dict[str, Answer]:
        """Objective code to answer, for the objectives that have one."""
        given = {code: value for code, value in self.cleaned_data.items() if code != "version" and value}
        return {code: parse_answer(value) for code, value in given.items()}


class SwingsForm(forms.Form):
    """Points from 0 to 100 for each objective."""

    def __init__(self, *args: Any, objectives: Iterable[Objective], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for objective in objectives:
            self.fields[objective.code] = forms.IntegerField(
                min_value=0,
                max_value=100,
                label=objective.name,
                help_text=f"From “{objective.low_anchor}” to “{objective.high_anchor}”.",
                widget=forms.NumberInput(attrs={"class": "nhsuk-input--width-4"}),
                error_messages={
                    "required": f"Give {objective.name.lower()} a number of points from 0 to 100.",
                    "invalid": f"Write a whole number from 0 to 100 for {objective.name.lower()}.",
                    "min_value": f"Points for {objective.name.lower()} are 0 or more.",
                    "max_value": f"Points for {objective.name.lower()} are 100 at most.",
                },
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if len(cleaned) == len(self.fields) and 100 not in cleaned.values():
            raise forms.ValidationError("Give 100 points to the objective that matters most to you.")
        return cleaned


def parse_answer(value: str) -> Answer:
    return Answer(Rating.State.RATED, int(value)) if value in SCALE else Answer(value)


def answer_value(rating: Rating | None) -> str:
    """The radio button that stands for a stored answer."""
    if rating is None:
        return ""
    return str(rating.value) if rating.value is not None else rating.state


def answers_initial(objectives: Iterable[Objective], answers: Mapping[int, Rating]) -> dict[str, str]:
    return {objective.code: answer_value(answers.get(objective.pk)) for objective in objectives}

"""What people type in a round. Forms check and clean; services write."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.contrib.humanize.templatetags.humanize import ordinal
from django.core.validators import MaxLengthValidator

from mhin.accounts.models import User
from mhin.common.uploads import MOST_BYTES, Upload, UploadRefused, read_upload_apart
from ratings.models import Invitation, Objective, Participant, Rating, Round, StakeholderGroup, Weighting
from ratings.region_field import offer_regions, own_region_field
from ratings.scoring import Question
from ratings.selectors import groups_of
from ratings.services.answers import Answer

SCALE = [str(value) for value in range(1, 10)]
OTHER_ANSWERS = [choice for choice in Rating.State.choices if choice[0] != Rating.State.RATED]
CHOICES = [(value, value) for value in SCALE] + OTHER_ANSWERS
WORDS = dict(CHOICES)
NO_ANSWER = "no answer"
LONGEST_COMMENT = 2000


class JoinForm(forms.Form):
    group = forms.ModelChoiceField(
        StakeholderGroup.objects.none(),
        label="Which group do you mainly speak for?",
        help_text="If more than one fits, choose the one that matters most to you here. To change it later, ask us.",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose the group you mainly speak for."},
    )
    region = own_region_field()
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
        offer_regions(self, round_)


class AnswersForm(forms.Form):
    """One radio group an objective. An objective may be left open; a wrong value is named and kept."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    comment_mark = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)
    comment = forms.CharField(
        max_length=LONGEST_COMMENT,
        required=False,
        label="Why do you say so?",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": f"Write {LONGEST_COMMENT:,} letters or fewer."},
    )

    def __init__(self, *args: Any, objectives: Iterable[Objective], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.objectives = list(objectives)
        for objective in self.objectives:
            self.fields[objective.code] = forms.ChoiceField(
                choices=CHOICES,
                required=False,
                label=objective.name,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": f"Choose a number from 1 to 9 for “{objective.name}”."},
            )

    def answers(self) -> dict[str, Answer]:
        """Objective code to answer, for the objectives that have one."""
        given = {objective.code: self.cleaned_data.get(objective.code) for objective in self.objectives}
        return {code: parse_answer(value) for code, value in given.items() if value}

    @property
    def left_blank(self) -> list[Objective]:
        """What was sent without an answer, as an empty cell of the table is."""
        return [objective for objective in self.objectives if self.data.get(objective.code) == ""]

    @classmethod
    def of_row(cls, data: Mapping[str, str], code: str, objectives: Iterable[Objective]) -> "AnswersForm":
        """One row of the table of all solutions, where the solution's code stands before each name."""
        start = f"{code}-"
        own = {name.removeprefix(start): value for name, value in data.items() if name.startswith(start)}
        return cls(own, objectives=objectives)

    @property
    def says_something(self) -> bool:
        """An answer or a comment, or a comment that is taken back."""
        cleaned = self.cleaned_data
        return bool(self.answers() or cleaned["comment"] or (self.has_comment and cleaned["comment_mark"]))

    @property
    def has_comment(self) -> bool:
        """A form without the field, such as a row of the table, leaves the comment as it is."""
        return "comment" in self.data


class SwingsForm(forms.Form):
    """Points from 0 to 100 for each objective. The one that is raised first has 100, and is not asked again."""

    def __init__(
        self, *args: Any, objectives: Iterable[Objective], first: Objective | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for objective in objectives:
            self.fields[objective.code] = forms.IntegerField(
                min_value=0,
                max_value=100,
                label=objective.name,
                help_text=f"From “{objective.low_anchor}” to “{objective.high_anchor}”.",
                widget=forms.NumberInput(attrs={"class": "nhsuk-input--width-4"}),
                error_messages={
                    "required": f"Give “{objective.name}” a number of points from 0 to 100.",
                    "invalid": f"Write a whole number from 0 to 100 for “{objective.name}”.",
                    "min_value": f"Give “{objective.name}” 0 points or more.",
                    "max_value": f"Give “{objective.name}” 100 points or fewer.",
                },
            )
        if first:
            self.fields[first.code].widget = forms.HiddenInput()
            self.initial[first.code] = 100

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if len(cleaned) == len(self.fields) and 100 not in cleaned.values():
            raise forms.ValidationError("Give 100 points to the objective that matters most to you.")
        return cleaned


class OrderForm(forms.Form):
    """A place for each objective, each place once."""

    def __init__(self, *args: Any, objectives: Iterable[Objective], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.objectives = list(objectives)
        places = [("", "Choose a place")] + [(str(n), ordinal(n)) for n in range(1, len(self.objectives) + 1)]
        for objective in self.objectives:
            self.fields[objective.code] = forms.ChoiceField(
                choices=places,
                label=objective.name,
                help_text=f"From “{objective.low_anchor}” to “{objective.high_anchor}”.",
                error_messages={"required": f"Choose a place for “{objective.name}”."},
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if len(cleaned) == len(self.objectives) and len(set(cleaned.values())) < len(cleaned):
            raise forms.ValidationError("Two objectives have the same place. Give each a place of its own.")
        return cleaned

    def in_order(self) -> list[Objective]:
        return sorted(self.objectives, key=lambda objective: int(self.cleaned_data[objective.code]))


class TradeOffsForm(forms.Form):
    """Up to two questions, each of which may be left out."""

    STEPS = {
        0.25: "a quarter of the way, from 1 to 3",
        0.5: "half-way, from 1 to 5",
        0.75: "most of the way, from 1 to 7",
    }

    def __init__(self, *args: Any, questions: Iterable[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = {f"question_{number}": question for number, question in enumerate(questions, start=1)}
        for number, (name, question) in enumerate(self.questions.items(), start=1):
            self.fields[name] = forms.ChoiceField(
                choices=self._choices(question),
                label=f"Question {number}: which would be better?",
                help_text="All else stays as bad as it could be, at 1.",
                required=False,
                widget=forms.RadioSelect,
            )

    def _choices(self, question: Question) -> list[tuple[str, str]]:
        return [
            ("part", f"“{question.heavier.name}” rises {self.STEPS[question.step]}"),
            ("whole", f"“{question.lighter.name}” rises all the way, from 1 to 9"),
            ("same", "Both are as good"),
            ("hard", "Hard to say"),
        ]

    def answers(self) -> list[tuple[Question, str]]:
        return [(q, self.cleaned_data[name]) for name, q in self.questions.items() if self.cleaned_data[name]]


class ConflictReplyForm(forms.Form):
    reply = forms.ChoiceField(
        choices=Weighting.Reply,
        label="What would you like to do?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you would like to do."},
    )


def parse_version(text: str) -> int:
    """What was tampered with counts as 0, the version before the first weights, which conflicts with any other."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def parse_answer(value: str) -> Answer:
    return Answer(Rating.State.RATED, int(value)) if value in SCALE else Answer(value)


def answer_value(rating: Rating | None) -> str:
    """The radio button that stands for a stored answer."""
    if rating is None:
        return ""
    return str(rating.value) if rating.value is not None else rating.state


def answer_in_words(rating: Rating | None) -> str:
    return WORDS.get(answer_value(rating), NO_ANSWER)


def answers_initial(objectives: Iterable[Objective], answers: Mapping[int, Rating]) -> dict[str, str]:
    return {objective.code: answer_value(answers.get(objective.pk)) for objective in objectives}


class ConsentForm(forms.Form):
    consent = forms.BooleanField(
        label="I have read how my answers are used, and I agree to take part.",
        error_messages={"required": "Tick the box if you agree to take part."},
    )


class AcceptForm(ConsentForm):
    """For somebody with an account. The group is the invitation's, so there is no field for it. The region of the
    invitation is filled in and can be changed or taken out.
    """

    region = own_region_field()
    field_order = ["region", "consent"]

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        initial = {"region": invitation.region_id} | (kwargs.pop("initial", None) or {})
        super().__init__(*args, initial=initial, **kwargs)
        offer_regions(self, invitation.round)


class SignUpForm(AcceptForm):
    """For somebody without an account. The address is the invitation's."""

    name = forms.CharField(
        label="What is your name?",
        help_text="Nobody sees it beside your answers. You may leave it empty.",
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label="Choose a password",
        help_text="Use at least 12 characters. Three random words work well. Or leave it empty, and sign in with a "
        "code that we send to your email address.",
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    field_order = ["name", "password", "region", "consent"]

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, invitation=invitation, initial={"name": invitation.name}, **kwargs)
        self.email = invitation.email

    def clean_password(self) -> str | None:
        password = self.cleaned_data["password"] or None
        if password:
            validate_password(password, User(email=self.email))
        return password


class GuestListForm(forms.Form):
    """People to invite, pasted or as a file. What is in the lines is checked afterwards, line by line."""

    text = forms.CharField(
        label="Paste the people, one a line",
        help_text="Write email, name and group, with commas, semicolons or tabs between them. The name may be empty.",
        required=False,
        validators=[MaxLengthValidator(200_000)],  # as a `max_length` it would count letters below the field
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label="Or choose a CSV or Excel file with the same columns",
        help_text="The first sheet is read. 5 MB at most.",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_file(self) -> Upload | None:
        file = self.cleaned_data["file"]
        if file is None:
            return None
        if file.size > MOST_BYTES:
            raise forms.ValidationError("The file is larger than 5 MB.")
        try:
            return read_upload_apart(file.read())
        except UploadRefused as error:
            raise forms.ValidationError(str(error)) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("text", "").strip() and not cleaned.get("file"):
            self.add_error("text", "Paste at least one line, or choose a file.")
        return cleaned


class GroupChangeForm(forms.Form):
    group = forms.ModelChoiceField(
        StakeholderGroup.objects.none(),
        label="Which group do you want to speak for?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose the group you want to speak for."},
    )
    reason = forms.CharField(
        label="Why?",
        help_text="An administrator reads this. Please do not write about your health.",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, participant: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups_of(participant.round).exclude(pk=participant.group_id)


class VerdictForm(forms.Form):
    request = forms.IntegerField(min_value=1)
    verdict = forms.ChoiceField(choices=[("grant", "Grant"), ("decline", "Decline")])

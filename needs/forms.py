"""Finding a need, and sending one in."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.urls import reverse_lazy

from mhin.common.models import Provenance
from mhin.common.stamps import Stamp, read_stamp, write_stamp
from needs.models import Area, Need
from needs.selectors.search import MOST_LETTERS

ORGANISATIONS = [
    "I use services, or have used them",
    "I care for somebody",
    "A community group or charity",
    "An NHS or care provider",
    "A commissioner or local government",
    "A school, college or university",
    "A national body",
    "Something else",
]
STATUSES = [("", "On the list now"), (Need.Status.MERGED, "Merged into another need")]


class NeedFilterForm(forms.Form):
    q = forms.CharField(label="Search the needs", max_length=MOST_LETTERS, required=False)
    area = forms.ModelChoiceField(
        Area.objects.all(), label="Area", to_field_name="slug", required=False, empty_label="All areas"
    )
    provenance = forms.ChoiceField(
        label="Where it comes from", choices=[("", "Anywhere"), *Provenance.choices], required=False
    )
    status = forms.ChoiceField(label="Status", choices=STATUSES, required=False)

    @property
    def search(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("q", "")

    @property
    def filters(self) -> dict[str, str]:
        """Arguments for `listed_needs`; what was not understood filters nothing."""
        self.is_valid()  # leaves in cleaned_data the fields that were understood
        found = self.cleaned_data
        area = found.get("area")
        return {
            "area": area.slug if area else "",
            "provenance": found.get("provenance", ""),
            "status": found.get("status", ""),
        }


class SubmitNeedForm(forms.Form):
    title = forms.CharField(
        label="What is the need?",
        help_text="One short sentence, for example: No help at night for young people in a crisis.",
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "hx-post": reverse_lazy("needs:need-similar"),
                "hx-params": "title,csrfmiddlewaretoken",
                "hx-trigger": "input changed delay:500ms",
                "hx-target": "#similar",
            }
        ),
        error_messages={"required": "Say in one short sentence what the need is"},
    )
    detail = forms.CharField(
        label="What is missing, and for whom?",
        help_text="Please leave out names and anything that could tell who a person is.",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=2000,
        required=False,
    )
    area = forms.ModelChoiceField(
        Area.objects.all(),
        label="Which area does it belong to?",
        required=False,
        empty_label="I am not sure",
        widget=forms.RadioSelect,
        blank=True,  # keeps the empty label among the radios
    )
    organisation_type = forms.ChoiceField(
        label="Who are you, or who do you speak for?",
        choices=[("", "I would rather not say"), *((text, text) for text in ORGANISATIONS)],
        required=False,
    )
    source = forms.CharField(
        label="Where did you see this need?",
        help_text="For example a report, a web address, or your own experience.",
        max_length=500,
        required=False,
    )
    email = forms.EmailField(
        label="Your email address",
        help_text="Only if you want an email that says we have it. We do not keep the address with the need.",
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    person = forms.BooleanField(label="I am a person, and I want to send this", required=False)
    website = forms.CharField(required=False, max_length=200)  # nobody sees it; programs that fill in everything do
    stamp = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    like = forms.ModelChoiceField(
        Need.objects.published(), to_field_name="code", required=False, widget=forms.HiddenInput
    )
    checked = forms.BooleanField(required=False, widget=forms.HiddenInput)

    asked = ("title", "detail", "area", "organisation_type", "source", "email")

    @property
    def need_fields(self) -> dict[str, Any]:
        """Arguments for `submit_need`."""
        names = ("title", "detail", "area", "organisation_type", "source", "like")
        return {name: self.cleaned_data[name] for name in names}

    @property
    def visible(self) -> list[BoundField]:
        """What people are asked; the question whether they are people only when there was a doubt."""
        return [self[name] for name in (*self.asked, *(["person"] if self.in_doubt else []))]

    @property
    def in_doubt(self) -> bool:
        """A program would have filled in the form like this."""
        if not self.is_bound:
            return False
        stamp = read_stamp(str(self.data.get("stamp", "")))
        if stamp is Stamp.ASKED:
            return not self.data.get("person")
        return stamp is None or bool(self.data.get("website"))

    @property
    def next_stamp(self) -> str:
        """What the next page carries: a new stamp, the same one, or one that shows that the question was asked."""
        if not self.is_bound:
            return write_stamp(Stamp.LOADED)
        return write_stamp(Stamp.ASKED) if self.in_doubt else str(self.data["stamp"])

    def clean(self) -> None:
        if self.in_doubt:
            self.add_error("person", "We could not tell whether a person sent this. Tick the box, then send it again.")

"""Finding a need, and sending one in."""

from django import forms

from mhin.common.models import Provenance
from needs.models import Area

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


class NeedFilterForm(forms.Form):
    q = forms.CharField(label="Search the needs", max_length=100, required=False)
    area = forms.ModelChoiceField(
        Area.objects.all(), label="Area", to_field_name="slug", required=False, empty_label="All areas"
    )
    provenance = forms.ChoiceField(
        label="Where it comes from", choices=[("", "Anywhere"), *Provenance.choices], required=False
    )

    @property
    def filters(self) -> dict[str, str]:
        """Arguments for `published_needs`; what was not understood filters nothing."""
        self.is_valid()  # leaves in cleaned_data the fields that were understood
        found = self.cleaned_data
        area = found.get("area")
        return {
            "search": found.get("q", ""),
            "area": area.slug if area else "",
            "provenance": found.get("provenance", ""),
        }


class SubmitNeedForm(forms.Form):
    title = forms.CharField(
        label="What is the need?",
        help_text="One short sentence, for example: No help at night for young people in a crisis.",
        max_length=200,
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

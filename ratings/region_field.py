"""The one optional question about regions."""

from django import forms

from ratings.models import Region, Round
from ratings.selectors import regions_of


def region_field(label: str, help_text: str) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Region.objects.none(),
        label=label,
        help_text=help_text,
        required=False,
        empty_label="Rather not say",
        error_messages={"invalid_choice": "Choose a region of the list, or “Rather not say”."},
    )


def own_region_field() -> forms.ModelChoiceField:
    return region_field(
        "Which region are you in?",
        "We count people by region to see who is missing. It does not change how your answers count.",
    )


def offer_regions(form: forms.Form, round_: Round) -> None:
    """The regions of the round. Where there is none, nobody is asked."""
    regions = regions_of(round_)
    if regions:
        form.fields["region"].queryset = regions  # type: ignore[attr-defined]
    else:
        del form.fields["region"]

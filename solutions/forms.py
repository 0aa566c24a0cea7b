"""Finding a solution, and taking the catalogue out and back in."""

from typing import Any

from django import forms

from needs.models import Area
from needs.selectors.search import MOST_LETTERS
from solutions.services.transfer.taking_out import SHEETS

WHOLE = "all"


class SolutionFilterForm(forms.Form):
    q = forms.CharField(label="Search the solutions", max_length=MOST_LETTERS, required=False)
    area = forms.ModelChoiceField(
        Area.objects.all(), label="Area", to_field_name="slug", required=False, empty_label="All areas"
    )

    @property
    def search(self) -> str:
        self.is_valid()  # leaves in cleaned_data the fields that were understood
        return self.cleaned_data.get("q", "")

    @property
    def area_slug(self) -> str:
        """An area that does not exist filters nothing."""
        self.is_valid()
        area = self.cleaned_data.get("area")
        return area.slug if area else ""


class UploadImportForm(forms.Form):
    file = forms.FileField(
        label="Which file do you bring?",
        help_text="An Excel workbook (.xlsx) or a CSV file in UTF-8, up to 5 MB. What is in it counts, not its name.",
        allow_empty_file=True,  # refused with a sentence of our own
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if too_large:
            self.fields["file"].error_messages["required"] = "The file is larger than 5 MB. Make it smaller."


class ConfirmImportForm(forms.Form):
    plan = forms.CharField(widget=forms.HiddenInput, max_length=64)
    note = forms.CharField(
        label="Why do these texts change?",
        help_text="One sentence. It goes into the history of everything published whose wording changes.",
        max_length=300,
        required=False,
    )


class ExportForm(forms.Form):
    sheet = forms.ChoiceField(
        label="What do you want to take out?",
        choices=[
            (WHOLE, "Everything, as one Excel workbook"),
            *((name, f"{name}, as CSV") for name in SHEETS),
        ],
        widget=forms.RadioSelect,
        initial=WHOLE,
    )

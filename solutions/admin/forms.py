"""What a curator is asked before something is done to a solution."""

from django import forms

from needs.admin.forms import MARKDOWN, WordingForm


class SolutionWordingForm(WordingForm):
    summary = forms.CharField(
        label="Plain summary",
        widget=forms.Textarea(attrs={"rows": 8, "cols": 80}),
        max_length=5000,
        help_text=f"What it is and what it does, for somebody who never heard of it. {MARKDOWN}",
    )
    population = forms.CharField(
        label="Who it is for", max_length=300, required=False, widget=forms.TextInput(attrs={"size": 80})
    )

    field_order = ("title", "summary", "easy_read", "population", "note")

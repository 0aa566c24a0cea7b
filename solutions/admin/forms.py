"""What a curator is asked before something is done to a solution."""

from django import forms

_LINES = forms.Textarea(attrs={"rows": 4, "cols": 70})
_IN_HISTORY = "Curators read this in the history."
_MARKDOWN = "Markdown is understood: **bold**, - lists, [a link](https://example.org)."


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Why", widget=_LINES, max_length=2000, help_text=_IN_HISTORY)


class NoteForm(forms.Form):
    note = forms.CharField(label="Why", widget=_LINES, max_length=2000, help_text=_IN_HISTORY)


class SolutionWordingForm(forms.Form):
    title = forms.CharField(label="Title", max_length=200, widget=forms.TextInput(attrs={"size": 80}))
    summary = forms.CharField(
        label="Plain summary",
        widget=forms.Textarea(attrs={"rows": 8, "cols": 80}),
        max_length=5000,
        help_text=f"What it is and what it does, for somebody who never heard of it. {_MARKDOWN}",
    )
    easy_read = forms.CharField(
        label="Easy-read text",
        widget=forms.Textarea(attrs={"rows": 6, "cols": 80}),
        max_length=5000,
        required=False,
        help_text="Short sentences with one idea in each. Check it on the page of its own afterwards.",
    )
    population = forms.CharField(
        label="Who it is for", max_length=300, required=False, widget=forms.TextInput(attrs={"size": 80})
    )
    note = forms.CharField(
        label="Why the wording changes",
        widget=forms.Textarea(attrs={"rows": 2, "cols": 80}),
        max_length=2000,
        required=False,
        help_text="You can leave this out of a draft. To publish, say why; it stays in the history.",
    )

"""What a curator is asked before something is done to a need."""

from django import forms

from needs.models import Area, Need
from needs.selectors.curation import ALIVE

_LINES = forms.Textarea(attrs={"rows": 4, "cols": 70})
_IN_HISTORY = "Curators read this in the history."
MARKDOWN = "Markdown is understood: **bold**, - lists, [a link](https://example.org)."


class AlignForm(forms.Form):
    area = forms.ModelChoiceField(Area.objects.all(), label="Area", empty_label="Choose an area")


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Why",
        widget=_LINES,
        max_length=2000,
        help_text="The person who sent it in reads this. Be kind and plain, and say what they could do instead.",
    )


class InternalReasonForm(forms.Form):
    reason = forms.CharField(label="Why", widget=_LINES, max_length=2000, help_text=_IN_HISTORY)


class NoteForm(forms.Form):
    note = forms.CharField(label="Why", widget=_LINES, max_length=2000, help_text=_IN_HISTORY)


class MergeForm(forms.Form):
    target = forms.ModelChoiceField(
        Need.objects.filter(status__in=ALIVE),
        label="The need that stays",
        error_messages={"required": "Choose the need that stays."},
    )
    reason = forms.CharField(
        label="Why they are one need",
        widget=_LINES,
        max_length=2000,
        help_text="Shown on the page of the merged need, and sent to the person who sent it in.",
        error_messages={"required": "Say why they are one need."},
    )


class WordingForm(forms.Form):
    """What the wording of a need and of a solution have in common."""

    title = forms.CharField(label="Title", max_length=200, widget=forms.TextInput(attrs={"size": 80}))
    easy_read = forms.CharField(
        label="Easy-read text",
        widget=forms.Textarea(attrs={"rows": 6, "cols": 80}),
        max_length=5000,
        required=False,
        help_text="Short sentences with one idea in each. Check it on the page of its own afterwards.",
    )
    note = forms.CharField(
        label="Why the wording changes",
        widget=forms.Textarea(attrs={"rows": 2, "cols": 80}),
        max_length=2000,
        required=False,
        help_text="You can leave this out of a draft. To publish, say why; it stays in the history.",
    )


class NeedWordingForm(WordingForm):
    detail = forms.CharField(
        label="What is missing, and for whom",
        widget=forms.Textarea(attrs={"rows": 8, "cols": 80}),
        max_length=5000,
        required=False,
        help_text=MARKDOWN,
    )

    field_order = ("title", "detail", "easy_read", "note")


class EasyReadForm(forms.Form):
    short_sentences = forms.BooleanField(label="Short sentences, one idea in each", required=False)
    no_jargon = forms.BooleanField(label="No jargon; hard words are explained", required=False)
    checked_with_people = forms.BooleanField(
        label="Read by people who use easy read, and they understood it", required=False
    )

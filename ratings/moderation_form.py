"""What a curator decides about a comment."""

from typing import Any

from django import forms

from ratings.forms import LONGEST_COMMENT
from ratings.models import Comment


class ModerationForm(forms.Form):
    """Release a comment with the words that others may read, or hide it with a reason."""

    RELEASE, HIDE = "release", "hide"

    comment = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    mark = forms.CharField(max_length=16, widget=forms.HiddenInput)
    act = forms.ChoiceField(choices=[(RELEASE, "Release"), (HIDE, "Hide")])
    text = forms.CharField(
        max_length=LONGEST_COMMENT,
        required=False,
        error_messages={"max_length": f"Write {LONGEST_COMMENT:,} letters or fewer."},
    )
    reason = forms.ChoiceField(
        choices=Comment.HiddenBecause.choices,
        required=False,
        error_messages={"invalid_choice": "Choose why nobody should read it."},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("act") == self.RELEASE and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", "Write what others may read. If nothing is left, hide the comment.")
        if cleaned.get("act") == self.HIDE and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Choose why nobody should read it.")
        return cleaned

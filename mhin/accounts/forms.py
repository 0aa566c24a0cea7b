"""The fields into which a code from a mail is typed."""

from allauth.account import forms as allauth_forms
from django import forms


def code_field() -> forms.CharField:
    """Phones show their digits for it, and offer the code from a message that has just come."""
    attrs = {
        "autocomplete": "one-time-code",
        "class": "nhsuk-input--width-10",
        "inputmode": "numeric",
        "spellcheck": "false",
    }
    return forms.CharField(
        label="Code",
        help_text="It has 9 digits. You can leave out the dashes.",
        widget=forms.TextInput(attrs=attrs),
    )


class AddressCodeForm(allauth_forms.ConfirmEmailVerificationCodeForm):
    code = code_field()


class SignInCodeForm(allauth_forms.ConfirmLoginCodeForm):
    code = code_field()

"""The fields into which a code from a mail is typed, and the choice of somebody's roles."""

from allauth.account import forms as allauth_forms
from django import forms

from mhin.accounts.roles import STAFF_ROLES, WHAT_ROLES_DO, Role


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


def _what_it_does(role: Role) -> str:
    second_step = " Signing in asks for a second step." if role in STAFF_ROLES else ""
    return f"{role}: {WHAT_ROLES_DO[role]}{second_step}"


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        choices=[(str(role), _what_it_does(role)) for role in Role],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

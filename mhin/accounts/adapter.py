"""Where allauth asks the portal."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from mhin.accounts.emails import normalise_email


class AccountAdapter(DefaultAccountAdapter):
    def clean_email(self, email: str) -> str:
        return super().clean_email(normalise_email(email))

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """People sign in by e-mail; there is no user name to invent."""

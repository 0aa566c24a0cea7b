"""Where allauth asks the portal."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import passthrough_next_redirect_url
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from mhin.accounts.emails import normalise_email


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": "That is not the code in the email we sent last. Check it and type it again.",
        "too_many_login_attempts": "Too many tries. Please wait a few minutes, then sign in again.",
    }

    def clean_email(self, email: str) -> str:
        return super().clean_email(normalise_email(email))

    def respond_email_verification_sent(self, request: HttpRequest, user: Any) -> HttpResponse:
        """To the page that waits for the code; its address says where the person was going, should the code run out."""
        page = reverse("account_email_verification_sent")
        return redirect(passthrough_next_redirect_url(request, page, REDIRECT_FIELD_NAME))

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """People sign in by e-mail; there is no user name to invent."""

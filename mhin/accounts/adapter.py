"""Where allauth asks the portal."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.utils import passthrough_next_redirect_url
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from mhin.accounts.emails import normalise_email
from mhin.common.contact import reply_to


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

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not of somebody who has just signed in with a password: allauth would ask for it a second time at once."""
        return super().is_reauthentication_required(app=app, **kwargs) and not gave_password_just_now(self.request)

    def render_mail(self, *args: Any, **kwargs: Any) -> EmailMessage:
        message = super().render_mail(*args, **kwargs)
        message.reply_to = reply_to()
        return message

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """People sign in by e-mail; there is no user name to invent."""


def gave_password_just_now(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    moments = [record["at"] for record in records if record["method"] == "password"]
    return bool(moments) and time.time() - max(moments) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

"""The page on which somebody shows by a code from a mail that an address is theirs."""

from datetime import UTC, datetime
from typing import Any

from allauth.account.internal.flows.email_verification import consume_email_verification_rate_limit
from allauth.account.internal.flows.email_verification_by_code import EMAIL_VERIFICATION_CODE_SESSION_KEY as PENDING
from allauth.account.stages import EmailVerificationStage, LoginStageController
from allauth.account.views import ConfirmEmailVerificationCodeView
from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from mhin.common.access import public

TOO_SOON = "We have just sent you a code. Please wait a little before you ask for another one."
RUN_OUT = "That code has run out. Sign in, and we will send you a new one."
RUN_OUT_SIGNED_IN = "That code has run out. Add the address again, and we will send you a new one."


class AddressCodeView(ConfirmEmailVerificationCodeView):
    """allauth's page. Besides, it says until when the code works, and keeps where the person was going to the end."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        until = works_until(request)
        if until and until < timezone.now():
            messages.warning(request, RUN_OUT if request.user.is_anonymous else RUN_OUT_SIGNED_IN)
        if request.user.is_anonymous and not LoginStageController.enter(request, EmailVerificationStage.key):
            # Who gave up sees the same whether somebody has an account with the address or not.
            request.session.pop(PENDING, None)
        response = super().dispatch(request, *args, **kwargs)
        sign_in = reverse("account_login")
        if response.get("Location") == sign_in:
            signed_in = request.user.is_authenticated
            response["Location"] = reverse("account_email") if signed_in else self.passthrough_next_url(sign_in)
        return response

    def form_valid(self, form: BaseForm) -> HttpResponse:
        if self._action == "resend" and not self._may_send():
            messages.warning(self.request, TOO_SOON)
            return redirect(self.passthrough_next_url(self.request.path))
        return super().form_valid(form)

    def _may_send(self) -> bool:
        """Ask first: allauth makes a new code before it finds that it may not send it."""
        return consume_email_verification_rate_limit(self.request, self._process.email, dry_run=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"works_until": works_until(self.request)}


def works_until(request: HttpRequest) -> datetime | None:
    """When the code that was sent last stops working. A new code does not make it later."""
    pending = request.session.get(PENDING)
    lasts = settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT
    return datetime.fromtimestamp(pending["at"] + lasts, UTC) if pending else None


@never_cache
@public
def enter_code(request: HttpRequest) -> HttpResponseBase:
    return AddressCodeView.as_view()(request)

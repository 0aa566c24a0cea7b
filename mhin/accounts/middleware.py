"""A staff role without a second step of sign-in gets only the page that sets it up."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from mhin.accounts.selectors import has_staff_role

MESSAGE = "Your role needs two-step sign-in. Please set it up now; it takes about two minutes."


def require_staff_mfa(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        if _must_set_up(request):
            if request.path.startswith("/api/"):
                return JsonResponse({"detail": MESSAGE, "errors": []}, status=403)
            messages.info(request, MESSAGE)
            return redirect("mfa_activate_totp")
        return get_response(request)

    return middleware


def _must_set_up(request: HttpRequest) -> bool:
    if not settings.REQUIRE_STAFF_MFA or not request.user.is_authenticated:
        return False
    if request.path.startswith(("/accounts/", settings.STATIC_URL, "/healthz/")):
        return False
    return has_staff_role(request.user) and not is_mfa_enabled(request.user)

"""The API: one shape of error, one sign-in, a router an app. Mounted at /api/v1/."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from governance.api import router as governance_router
from mhin.common.access import public
from mhin.common.api import MAX_ERRORS, JsonParser, Refusal, refuse_unknown_parameters, session_sign_in
from needs.api import router as needs_router
from ratings.api import router as ratings_router
from solutions.api import router as solutions_router

logger = logging.getLogger(__name__)
RETRY_AFTER_SECONDS = "10"

# Pydantic's own words say what is wrong; these say what to do.
ADVICE = {
    "extra_forbidden": "There is no field of this name. Leave it out.",
    "missing": "This field is needed.",
    "int_type": "Send a whole number, without quotes and without a decimal point.",
    "string_type": "Send a text.",
    "dict_type": "Send an object, in curly brackets.",
    "model_type": "Send an object, in curly brackets.",
    "model_attributes_type": "Send an object, in curly brackets.",
}

api = NinjaAPI(
    title="MHIN priorities",
    version="1",
    description=(
        "Sign in at /accounts/login/ and send the session cookie; with a write also the CSRF token, in the header "
        "X-CSRFToken. Unknown fields and parameters are refused. Every error has `detail` and `errors`."
    ),
    urls_namespace="api",
    docs_url=None,
    auth=session_sign_in,
    parser=JsonParser(),
)
api.add_decorator(refuse_unknown_parameters)
api.add_router("", needs_router, tags=["needs"])
api.add_router("", solutions_router, tags=["solutions"])
api.add_router("", ratings_router, tags=["rounds"])
api.add_router("", governance_router, tags=["rankings"])


def _problem(status: int, detail: str, errors: list[dict[str, str]] | None = None, **extra: Any) -> JsonResponse:
    return JsonResponse({"detail": detail, "errors": errors or [], **extra}, status=status)


@api.exception_handler(HttpError)
def answer_refusal(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The reason why a body could not be read hides behind ninja's own error."""
    refusal = error.__cause__ if isinstance(error.__cause__, Refusal) else error
    if not isinstance(refusal, Refusal):
        return _problem(refusal.status_code, str(refusal))
    errors = [item.model_dump() for item in refusal.errors]
    return _problem(refusal.status_code, str(refusal), errors, **refusal.extra)


@api.exception_handler(ValidationError)
def answer_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [
        {"field": ".".join(str(part)[:100] for part in item["loc"][2:]), "message": _advice(item)}
        for item in error.errors[:MAX_ERRORS]
    ]
    return _problem(422, "Nothing was saved. Mend what the errors name and send it again.", errors)


def _advice(item: dict[str, Any]) -> str:
    return ADVICE.get(item["type"]) or item["msg"].removeprefix("Value error, ")


@api.exception_handler(Http404)
def answer_missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return _problem(404, str(error) or "There is nothing at this address.")


@api.exception_handler(PermissionDenied)
def answer_forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return _problem(403, str(error) or "Your role may not do this.")


@api.exception_handler(RequestDataTooBig)
def answer_too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return _problem(413, "The body is too large.")


@api.exception_handler(OperationalError)
def answer_database_away(request: HttpRequest, error: OperationalError) -> HttpResponse:
    logger.error("The database did not answer the API.", exc_info=error)
    response = _problem(503, "The database does not answer just now. Send this again in a few seconds.")
    response.headers["Retry-After"] = RETRY_AFTER_SECONDS
    return response


@public
def answer_no_operation(request: HttpRequest, rest: str = "") -> HttpResponse:
    return _problem(404, "There is no such operation. See /api/v1/openapi.json.")


def _in_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Also what ninja answers outside an operation. The operations themselves say who may call them."""

    @login_not_required
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            return answer_no_operation(request)
        if isinstance(response, HttpResponseNotAllowed):
            allowed = response.headers["Allow"]
            response = _problem(405, f"This address answers {allowed} only.")
            response.headers["Allow"] = allowed
        return response

    return answered


def api_patterns() -> tuple[list[URLPattern | URLResolver], str, str]:
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        pattern.callback = _in_json(pattern.callback)
    return patterns, app_name, namespace

"""What every operation of the API shares: sign-in, strict bodies, one shape of error."""

import json
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.parser import Parser
from ninja.security import SessionAuth
from ninja.utils import check_csrf
from pydantic import BaseModel, ConfigDict

MAX_BODY = 64 * 1024
MAX_ERRORS = 20


class FieldError(BaseModel):
    """One thing to mend: where it is, and what to do."""

    field: str
    message: str


class Problem(BaseModel):
    """The shape of every answer that is not a success."""

    detail: str
    errors: list[FieldError] = []


class StrictBody(BaseModel):
    """A body takes the fields it names and their very types: "3", 3.0 and true are not 3."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Refusal(HttpError):
    """Stop here and answer with a Problem. `extra` are further facts, such as the current version."""

    def __init__(self, status_code: int, detail: str, errors: Iterable[FieldError] = (), **extra: Any) -> None:
        super().__init__(status_code, detail)
        self.errors = list(errors)[:MAX_ERRORS]
        self.extra = extra


class SessionSignIn(SessionAuth):
    """The portal's own sign-in. Who has not signed in gets 401; a write without the CSRF token gets 403."""

    def __call__(self, request: HttpRequest) -> Any:
        if not request.user.is_authenticated:
            raise Refusal(401, "Sign in at /accounts/login/ first, and send the session cookie.")
        if check_csrf(request):
            raise Refusal(403, "Send the CSRF token of the csrftoken cookie in the header X-CSRFToken.")
        return request.user


session_sign_in = SessionSignIn()


class JsonParser(Parser):
    """Only JSON as the standard has it, small, and without a name given twice."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise Refusal(415, "Send the body as JSON, with Content-Type: application/json.")
        if len(request.body) > MAX_BODY:
            raise Refusal(413, f"The body is too large. Send {MAX_BODY // 1024} KB at most.")
        try:
            return json.loads(request.body.decode(), object_pairs_hook=_object, parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            raise Refusal(400, "The body is not valid JSON. Check it and send it again.") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = dict(pairs)
    if len(names) != len(pairs):
        raise ValueError("a name is given twice")
    return names


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def refuse_unknown_parameters(operation: Callable[..., Any]) -> Callable[..., Any]:
    """A misspelt filter must not look as if it had worked, and no filter may reach fields nobody meant to open."""
    models = operation._ninja_operation.models  # type: ignore[attr-defined]
    known = {
        name for model in models if model.__ninja_param_source__ == "query" for name in model.__ninja_flatten_map__
    }

    @wraps(operation)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        unknown = sorted(set(request.GET) - known)
        if unknown:
            errors = [FieldError(field=name[:100], message="Leave this parameter out.") for name in unknown]
            raise Refusal(422, "The address has a parameter that this operation does not know.", errors)
        return operation(request, *args, **kwargs)

    return checked

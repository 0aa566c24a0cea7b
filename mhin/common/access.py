"""Who may open a view. A view without one of these marks fails the access test, so nothing is public by accident."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Anybody may open this page."""
    marked = login_not_required(view)
    marked.access = "public"  # type: ignore[attr-defined]
    return marked


def signed_in(view: View) -> View:
    """Anybody who has signed in may open this page; LoginRequiredMiddleware sends others to sign in."""
    view.access = "signed in"  # type: ignore[attr-defined]
    return view


def permitted(*permissions: str) -> Callable[[View], View]:
    """Only a person who holds one of these permissions may open this page."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not any(request.user.has_perm(permission) for permission in permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.access = " or ".join(permissions)  # type: ignore[attr-defined]
        return guarded

    return decorate

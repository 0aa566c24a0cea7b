"""The pages of the house itself: home, promises, health."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.sitemaps.views import sitemap
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from mhin.common.access import public
from mhin.mail.selectors import count_failed_mails
from mhin.sitemaps import SITEMAPS
from needs.selectors import areas_with_counts
from ratings.roll import rounds_to_look_after
from ratings.selectors import joined_rounds, pending_seconds, rounds_for_home
from solutions.selectors import published_solutions

RETRY_AFTER_SECONDS = "10"
READY_WITHIN_SECONDS = 300
NOT_SENT_BACK = ["csrfmiddlewaretoken"]
NOT_FOR_ROBOTS = ["/accounts/", "/admin/", "/api/", "/board/", "/needs/similar/", "/needs/submitted/"]


@public
def show_home(request: HttpRequest) -> HttpResponse:
    context = {
        "areas": areas_with_counts(),
        "solutions": published_solutions(),
        "rounds": rounds_for_home(),
        "joined": joined_rounds(request.user) if request.user.is_authenticated else set(),
    }
    return render(request, "pages/home.html", context)


@public
def show_accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")


@public
def show_privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html")


@public
def show_cookies(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/cookies.html")


@public
def report_live(request: HttpRequest) -> HttpResponse:
    """The process answers; it says nothing about the database."""
    return HttpResponse("live", content_type="text/plain")


@public
def report_ready(request: HttpRequest) -> HttpResponse:
    """The database answers, and no round has waited too long for its scores."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        waiting = pending_seconds()
    except OperationalError:
        return JsonResponse({"database": "down"}, status=503)
    fresh = waiting < READY_WITHIN_SECONDS
    return JsonResponse({"database": "up", "oldest_waiting_seconds": waiting}, status=200 if fresh else 503)


@public
def show_security_txt(request: HttpRequest) -> HttpResponse:
    expires = (datetime.now(UTC) + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    address = request.build_absolute_uri(request.path)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires}",
        "Preferred-Languages: en",
        f"Canonical: {address}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@public
def show_sitemap(request: HttpRequest) -> HttpResponse:
    return sitemap(request, SITEMAPS)


@public
def show_robots_txt(request: HttpRequest) -> HttpResponse:
    """Search engines are kept from pages that are nobody's business or that only people need."""
    hidden = [f"Disallow: {path}" for path in NOT_FOR_ROBOTS]
    lines = ["User-agent: *", *hidden, f"Sitemap: {settings.SITE_URL}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def show_error(request: HttpRequest) -> HttpResponse:
    """Something went wrong. When the database is away, say that it will be back: nothing saved is lost."""
    if isinstance(sys.exc_info()[1], OperationalError):
        body = render_to_string("503.html")
        return HttpResponse(body, status=503, headers={"Retry-After": RETRY_AFTER_SECONDS})
    return HttpResponse(render_to_string("500.html"), status=500)


def refuse_stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a good token. What our own page sent is offered to be sent again; of another site's, nothing.

    No browser lets a page lie about the origin of a form. Passwords and files are never sent back.
    """
    is_ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name not in NOT_SENT_BACK]
    may_be_sent_again = is_ours and not request.FILES and not any("password" in name for name, _ in fields)
    return render(request, "403_csrf.html", {"fields": fields} if may_be_sent_again else {}, status=403)


def with_tasks(index: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The first page of the admin names what an administrator has to do; the tables stand below."""

    @wraps(index)
    def show(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        tasks: dict[str, Any] = {}
        if request.user.has_perm("ratings.change_round"):
            tasks["rounds"] = rounds_to_look_after()
        if request.user.has_perm("mail.view_outgoingmail"):
            tasks["failed_mails"] = count_failed_mails()
        return index(request, tasks | (extra_context or {}))

    return show

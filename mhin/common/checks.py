"""A server process without its settings says at start which one is missing and what it should be."""

import os
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

REQUIRED = {
    "SECRET_KEY": "a random text of 50 or more characters",
    "ALLOWED_HOSTS": "the host names of the portal, divided by commas",
    "DATABASE_URL": "postgres://user:password@host:5432/database",
    "CELERY_BROKER_URL": "redis://host:6379/0",
}


def missing_settings() -> list[str]:
    present = {
        "SECRET_KEY": bool(os.environ.get("SECRET_KEY")),  # reading an empty one from the settings raises
        "ALLOWED_HOSTS": bool(settings.ALLOWED_HOSTS) or settings.DEBUG,
        "DATABASE_URL": "default" in settings.DATABASES and bool(settings.DATABASES["default"].get("NAME")),
        "CELERY_BROKER_URL": bool(settings.CELERY_BROKER_URL),
    }
    return [name for name in REQUIRED if not present[name]]


def require_settings() -> None:
    """Called by every server process before it serves anything."""
    if missing := missing_settings():
        lines = [f"{name} is missing. Set it to {REQUIRED[name]}." for name in missing]
        raise ImproperlyConfigured("\n".join(lines))


@register(deploy=True)
def check_required_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [Error(f"{name} is missing. Set it to {REQUIRED[name]}.", id="mhin.E001") for name in missing_settings()]


@register()
def check_visibility_timeout(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A task that outlives the broker's visibility timeout is started twice."""
    if settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] > 2 * settings.CELERY_TASK_TIME_LIMIT:
        return []
    return [Error("The broker's visibility_timeout must be more than twice CELERY_TASK_TIME_LIMIT.", id="mhin.E002")]


@register()
def check_contact(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """It stands on every page and in the header of every mail."""
    try:
        validate_email(settings.CONTACT_EMAIL or "nobody@example.org")
    except ValidationError:
        return [Error("CONTACT_EMAIL must be one email address, or empty.", id="mhin.E003")]
    return []

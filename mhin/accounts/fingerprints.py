"""Recognising an address that is not kept.

A keyed hash: without SECRET_KEY nobody can try addresses against it. After the key was changed, fingerprints made with
an earlier one are recognised as long as that stands in SECRET_KEY_FALLBACKS, and afterwards no more.
"""

from django.conf import settings
from django.utils.crypto import salted_hmac

from mhin.accounts.emails import normalise_email

SALT = "mhin.accounts.erasure"


def fingerprint(address: str, *, secret: str | None = None) -> str:
    return salted_hmac(SALT, normalise_email(address), secret=secret, algorithm="sha256").hexdigest()


def fingerprints(address: str) -> list[str]:
    """By the key of today and by each earlier one."""
    return [fingerprint(address, secret=key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]

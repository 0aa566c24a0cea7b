"""A signed time in a public form: tells people from programs without asking another company.

A program sends a form at once or without ever having loaded it; a person takes some seconds. Whoever fails is asked to
tick a box, and the next stamp shows that the box was offered: so no person is turned away.
"""

from enum import StrEnum

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

FEWEST_SECONDS = 3
MOST_SECONDS = 12 * 60 * 60


def _signer() -> TimestampSigner:
    """Made when used: a process that lacks its key must be able to say so at start."""
    return TimestampSigner(salt="mhin.common.stamps")


class Stamp(StrEnum):
    LOADED = "loaded"
    ASKED = "asked"


def write_stamp(stamp: Stamp) -> str:
    return _signer().sign(stamp)


def read_stamp(value: str) -> Stamp | None:
    """What the stamp says, or None when it is false, too old, or so new that nobody can have read the form."""
    try:
        stamp = Stamp(_signer().unsign(value, max_age=MOST_SECONDS))
    except BadSignature:
        return None
    return stamp if stamp is Stamp.ASKED or not _is_younger_than(value, FEWEST_SECONDS) else None


def _is_younger_than(value: str, seconds: int) -> bool:
    try:
        _signer().unsign(value, max_age=seconds)
    except SignatureExpired:
        return False
    return True

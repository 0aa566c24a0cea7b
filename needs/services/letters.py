"""Telling somebody with an account what became of the need they sent in.

Others have the link of their acknowledgement: the portal keeps no address beside a need.
"""

from django.conf import settings

from mhin.mail.services import queue_mail
from mhin.mail.texts import write_text
from needs.models import Need


def tell_submitter(*, need: Need, letter: str, reason: str = "", target: Need | None = None) -> None:
    sender = need.submitted_by
    if sender is None or not sender.is_active:
        return
    shown = target or need
    values = {
        "title": need.title,
        "reason": reason,
        "target": shown.title,
        "address": settings.SITE_URL.rstrip("/") + shown.get_absolute_url(),
    }
    subject, body = write_text(letter, values)
    step = need.status_changes.count()  # a need that is published twice is told twice
    queue_mail(to=sender.email, subject=subject, body=body, key=f"{letter}:{need.code}:{step}")

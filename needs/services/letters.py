"""Telling somebody with an account what became of the need they sent in.

Others have the link of their acknowledgement: the portal keeps no address beside a need.
"""

from django.conf import settings
from django.urls import reverse

from mhin.mail.services import queue_mail
from mhin.mail.texts import write_text
from needs.models import Need
from needs.selectors.receipts import receipt_of


def tell_submitter(*, need: Need, letter: str, reason: str = "", target: str = "", path: str = "") -> None:
    sender = need.submitted_by
    if sender is None or not sender.is_active:
        return
    values = {
        "title": need.title,
        "reason": reason,
        "target": target,
        "address": settings.SITE_URL.rstrip("/") + (path or need.get_absolute_url()),
    }
    subject, body = write_text(letter, values)
    step = need.status_changes.count()  # a need that is published twice is told twice
    queue_mail(to=sender.email, subject=subject, body=body, key=f"{letter}:{need.code}:{step}")


def tell_of_merge(*, need: Need, target: Need, reason: str) -> None:
    """A need that nobody but curators can read yet is not named to somebody else."""
    if target.status == Need.Status.PUBLISHED:
        path = target.get_absolute_url()
        tell_submitter(need=need, letter="need_merged", reason=reason, target=target.title, path=path)
        return
    path = reverse("needs:need-submitted", args=[receipt_of(need)])
    tell_submitter(need=need, letter="need_merged_waiting", reason=reason, path=path)

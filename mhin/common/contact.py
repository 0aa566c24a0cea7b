"""Whom people can ask: the name and the address that the settings give, if they give any."""

from django.conf import settings
from django.utils.html import format_html


def contact_words(otherwise: str = "") -> str:
    """In a sentence of a mail: the MHIN team (team@example.org). Without an address, the words that are true anyway."""
    if not settings.CONTACT_EMAIL:
        return otherwise
    return f"{settings.CONTACT_NAME} ({settings.CONTACT_EMAIL})" if settings.CONTACT_NAME else settings.CONTACT_EMAIL


def contact_link(otherwise: str = "") -> str:
    """The same in a sentence of a page, the address as a link."""
    if not settings.CONTACT_EMAIL:
        return otherwise
    link = format_html('<a href="mailto:{0}">{0}</a>', settings.CONTACT_EMAIL)
    return format_html("{} ({})", settings.CONTACT_NAME, link) if settings.CONTACT_NAME else link


def reply_to() -> list[str]:
    """Where an answer to a mail goes: the sender's own address is seldom read."""
    return [settings.CONTACT_EMAIL] if settings.CONTACT_EMAIL else []

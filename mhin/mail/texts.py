"""The texts of mails: files with [placeholders], filled by plain replacement.

People's names and an administrator's words are only ever put in, never read as a template.
"""

import re
from collections.abc import Mapping

from django.conf import settings

from mhin.common.contact import contact_words

PLACEHOLDER = re.compile(r"\[([a-z_]+)\]")
FOLDER = settings.BASE_DIR / "templates" / "mail"


def write_text(name: str, values: Mapping[str, str]) -> tuple[str, str]:
    """Subject (the first line of templates/mail/NAME.txt) and body, filled. An unknown placeholder is a KeyError."""
    subject, _, body = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").partition("\n\n")
    return one_line(fill_text(subject, values)), fill_text(body, values) + _whom_to_ask()


def _whom_to_ask() -> str:
    """The end of every mail, when the portal has a contact."""
    whom = contact_words()
    return f"\nQuestions? Ask {whom}. You can also answer this mail.\n" if whom else ""


def fill_text(text: str, values: Mapping[str, str]) -> str:
    """One pass: a placeholder inside a value stays what somebody typed."""
    return PLACEHOLDER.sub(lambda found: values[found[1]], text)


def one_line(text: str, limit: int = 200) -> str:
    """A subject without line breaks, which could add headers of their own."""
    return " ".join(text.split())[:limit]

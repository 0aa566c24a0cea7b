"""What can be told of a link without opening it: its form."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

_check = URLValidator(schemes=["http", "https"])
_in_markdown = re.compile(r"\]\(\s*<?([^)\s>]+)")
_nice = re.compile(r"\b((?:ng|cg|ph|qs|ta)\d{1,4})\b", re.IGNORECASE)


def link_problem(url: str, *, nice_number: str = "") -> str:
    """Why an address cannot be right, in words; nothing when its form is."""
    try:
        _check(url)
    except ValidationError:
        return "is not a full web address"
    host = urlsplit(url).hostname or ""
    if host in {"localhost", "example.org", "example.com"} or host.endswith((".test", ".invalid", ".local")):
        return "leads to a place-holder"
    named = _nice.findall(urlsplit(url).path) if "nice.org.uk" in host else []
    if nice_number and named and nice_number.lower() not in [number.lower() for number in named]:
        return f"leads to {named[0].upper()}, not to {nice_number}"
    return ""


def links_in(text: str) -> list[str]:
    """The addresses of a Markdown text's links."""
    return _in_markdown.findall(text)

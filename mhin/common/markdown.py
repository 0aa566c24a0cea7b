"""The one place where text that people wrote becomes HTML: Markdown first, then an allow-list.

The second step alone keeps pages safe; the first never lets HTML through either.
"""

import re
from html import unescape
from typing import Any

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
TAGS = HEADINGS | {"a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "strong", "ul"}
SCHEMES = {"http", "https", "mailto"}
REL = "noopener nofollow"
LOWEST_HEADING = 6

_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(["image", "html_block", "html_inline"])
_address = re.compile(r"(https?://|mailto:)\S", re.IGNORECASE)


def to_html(text: Any, heading: Any = 2) -> SafeString:
    """`heading` is the level of the text's first heading, so that the outline of the page has no gap."""
    tokens = _markdown.parse(str(text or "").replace("\x00", ""))
    _shift_headings(tokens, int(heading))
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "*": set()},
        attribute_filter=_keep,
        url_schemes=SCHEMES,
        link_rel=REL,
    )
    return mark_safe(clean)  # noqa: S308 -- an allow-list has just cleaned it


def to_text(text: Any) -> str:
    """The words alone, for lists, cards and titles. The page escapes them like any other text."""
    return " ".join(unescape(strip_tags(to_html(text))).split())


def _keep(tag: str, attribute: str, value: str) -> str | None:
    """A link leads to a full address: a relative one could lead anywhere on the portal."""
    return value if attribute != "href" or _address.match(value) else None


def _shift_headings(tokens: list[Token], first: int) -> None:
    """Below the page's own headings, and never more than one level deeper than the one before."""
    depth = 0
    for token in tokens:
        if token.type == "heading_open":
            depth = min(int(token.tag[1]), depth + 1)
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(first + depth - 1, LOWEST_HEADING)}"

"""How numbers, dates and counts are written on every page, and the few tags that an include cannot replace."""

import math
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.template.context import Context
from django.utils import timezone

from mhin.common.contact import contact_link, contact_words
from mhin.common.markdown import to_html, to_text

register = template.Library()
register.filter("markdown", to_html)  # {{ text|markdown:3 }}: the text's first heading is an <h3>
register.filter("plain", to_text)  # the words of a Markdown text alone, for cards, lists and titles

register.simple_tag(contact_link, name="contact")  # ask {% contact "the person who invited you" %}
register.simple_tag(contact_words)  # the same in plain text

MISSING = "–"


def _is_missing(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, float) and not math.isfinite(value))


def _round_half_up(value: Any, places: int) -> Decimal:
    # str() first: the shortest decimal a float stands for is the number people see, and 0.25 must become 0.3.
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded.is_zero() else rounded


@register.filter
def score(value: Any, places: int = 1) -> str:
    """A score from 0 to 100 with one decimal, halves rounded up: 87.25 is 87.3."""
    return MISSING if _is_missing(value) else str(_round_half_up(value, places))


@register.filter
def percent(value: Any, places: int = 0) -> str:
    """A share from 0 to 1 as a percentage, whole unless told otherwise: 0.125 is 13%. None and all need no decimals."""
    places = 0 if value in (0, 1) else places
    return MISSING if _is_missing(value) else f"{_round_half_up(Decimal(str(value)) * 100, places)}%"


@register.filter
def percent_beside(value: Any, other: Any) -> str:
    """A share as a whole percentage, with one decimal when the other one beside it would read the same."""
    return percent(value, 1 if percent(value) == percent(other) else 0)


@register.filter
def percent_moved(value: Any) -> str:
    """A share that is more than nothing, as percent: less than 1% in place of 0%."""
    shown = percent(value)
    return "less than 1%" if shown == "0%" and value else shown


@register.filter
def chance(value: Any) -> str:
    """A share found by drawing, as percent: draws never prove 0% or 100%, so those are under 1% and over 99%."""
    shown = percent(value)
    return {"0%": "under 1%", "100%": "over 99%"}.get(shown, shown)


@register.filter
def drawn(value: float, error: float) -> str:
    """A share found by drawing with two standard errors, in whole points rounded up: 63% ±1."""
    shown = chance(value)
    return f"{shown} ±{math.ceil(round(200 * error, 9))}" if error and shown == percent(value) else shown


@register.filter
def percent_number(value: Any) -> str:
    """A share from 0 to 1 as a whole percentage without its sign, for tables whose caption says percent."""
    return percent(value).removesuffix("%")


@register.filter
def half(value: float) -> float:
    """The part of the weight that moves: what one objective gains another loses, so it counts twice in a distance."""
    return value / 2


@register.filter
def signed_points(value: float | Decimal | None, places: int = 0) -> str:
    """A change of a share from 0 to 1 in points of 100, with its sign: +9, −4, 0; with one place +9.0."""
    if _is_missing(value):
        return MISSING
    points = _round_half_up(Decimal(str(value)) * 100, places)
    return f"{points:+}".replace("-", "−") if points else "0"


@register.filter
def signed_score(value: float | None) -> str:
    """A change of a score in whole points with its sign: +3, −4, 0."""
    return MISSING if _is_missing(value) else signed_points(Decimal(str(value)) / 100)


@register.filter
def shade(value: float, most: float = 1) -> int:
    """One of ten shades for a number from 0 to the most, which is 1 for a share; it stands in the cell as well."""
    return min(9, int(10 * value / most))


@register.filter
def item(mapping: Mapping[str, Any] | None, key: str) -> Any:
    """The entry of a mapping whose key is known only as the page is made."""
    return None if mapping is None else mapping.get(key)


@register.filter
def rank(value: int | None, tied: Any = False) -> str:
    """A place in the order: 1 is 1st; with a true second value, joint 1st."""
    if value is None:
        return MISSING
    suffix = "th" if 10 <= value % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{'joint ' if tied else ''}{value}{suffix}"


@register.filter
def plural(count: Any, words: str) -> str:
    """A count with its noun: 1|plural:"person,people" is 1 person; one word takes an s."""
    number = len(count) if hasattr(count, "__len__") else int(count or 0)
    singular, _, several = words.partition(",")
    return f"{number:,} {singular if number == 1 else several or singular + 's'}"


def _clock(moment: datetime) -> str:
    if moment.minute == 0 and moment.hour in (0, 12):
        return "midday" if moment.hour else "midnight"
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"


@register.filter
def date_uk(value: date | datetime | None) -> str:
    """A date, or a moment on the clock in England: 23 November 2026, 2:05pm."""
    if not value:
        return MISSING
    if not isinstance(value, datetime):
        return f"{value.day} {value:%B %Y}"
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local.day} {local:%B %Y}, {_clock(local)}"


@register.filter
def time_uk(value: datetime | None) -> str:
    """A moment of today on the clock in England: 2:05pm."""
    return _clock(timezone.localtime(value)) if value else MISSING


@register.simple_tag
def elided_pages(page: "Page[Any]") -> Iterator[int | str]:
    """The page numbers worth a link around this one, with gaps."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.inclusion_tag("_components/nav_item.html", takes_context=True)
def nav_item(context: Context, text: str, url: str) -> dict[str, Any]:
    """One entry of the main menu, marked when the page lies under it. Without an address it shows nothing."""
    request = context.get("request")
    path = request.path if request else ""
    return {"text": text, "url": url, "here": bool(url) and path.startswith(url), "exact": path == url}


@register.simple_tag(takes_context=True)
def canonical_url(context: Context) -> str:
    """The one address of a page: the portal's own, without search words, but with the number of a later page."""
    request = context["request"]
    page = request.GET.get("page", "")[:6]
    number = f"?page={page}" if page.isascii() and page.isdigit() and page != "1" else ""
    return f"{settings.SITE_URL}{request.path}{number}"

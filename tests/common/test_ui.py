"""How numbers, dates and counts are written."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from mhin.common.templatetags import ui


@pytest.mark.parametrize(
    ("value", "shown"),
    [(87.25, "87.3"), (87.24, "87.2"), (0.05, "0.1"), (100, "100.0"), (Decimal("2.45"), "2.5"), (-0.04, "0.0")],
)
def test_score_has_one_decimal_and_rounds_halves_up(value, shown):
    assert ui.score(value) == shown


def test_score_can_be_whole():
    assert ui.score(87.5, 0) == "88"


@pytest.mark.parametrize("value", [None, "", float("nan"), float("inf")])
def test_score_shows_a_dash_for_nothing(value):
    assert ui.score(value) == "–"


@pytest.mark.parametrize(("value", "shown"), [(0.125, "13%"), (1, "100%"), (0, "0%"), (None, "–")])
def test_percent_is_whole(value, shown):
    assert ui.percent(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(0.1967, "19.7%"), (0.0, "0%"), (1.0, "100%"), (0.9999, "100.0%")])
def test_a_percentage_can_have_a_decimal_except_none_and_all(value, shown):
    assert ui.percent(value, 1) == shown


@pytest.mark.parametrize(
    ("now", "needed", "shown"),
    [(0.204, 0.246, ("20%", "25%")), (0.1982, 0.2041, ("19.8%", "20.4%")), (0.2, None, ("20%", "–"))],
)
def test_two_percentages_that_would_read_the_same_get_a_decimal(now, needed, shown):
    assert (ui.percent_beside(now, needed), ui.percent_beside(needed, now)) == shown


@pytest.mark.parametrize(("value", "shown"), [(0.0004, "less than 1%"), (0.006, "1%"), (0, "0%"), (None, "–")])
def test_a_little_weight_that_moves_is_not_called_nothing(value, shown):
    assert ui.percent_moved(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(1, "over 99%"), (0.996, "over 99%"), (0.94, "94%"), (0, "under 1%")])
def test_chance_never_claims_to_be_certain(value, shown):
    assert ui.chance(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd"), (113, "113th")]
)
def test_rank_is_an_ordinal(value, shown):
    assert ui.rank(value) == shown


def test_rank_says_when_it_is_shared():
    assert ui.rank(2, True) == "joint 2nd"


def test_rank_shows_a_dash_for_nothing():
    assert ui.rank(None) == "–"


@pytest.mark.parametrize(
    ("count", "shown"), [(0, "0 people"), (1, "1 person"), (1204, "1,204 people"), (None, "0 people")]
)
def test_plural_agrees_with_its_count(count, shown):
    assert ui.plural(count, "person,people") == shown


def test_plural_adds_an_s_to_a_single_word():
    assert ui.plural(2, "need") == "2 needs"


def test_plural_counts_a_list():
    assert ui.plural(["a"], "need") == "1 need"


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2026, 11, 23, 14, 5, tzinfo=UTC), "23 November 2026, 2:05pm"),
        (datetime(2026, 7, 1, 14, 0, tzinfo=UTC), "1 July 2026, 3pm"),
        (datetime(2026, 11, 23, 12, 0, tzinfo=UTC), "23 November 2026, midday"),
        (datetime(2026, 11, 23, 0, 0, tzinfo=UTC), "23 November 2026, midnight"),
        (datetime(2026, 11, 23, 0, 30, tzinfo=UTC), "23 November 2026, 12:30am"),
        (date(2026, 3, 9), "9 March 2026"),
        (None, "–"),
    ],
)
def test_date_uk_is_the_clock_in_england(moment, shown):
    assert ui.date_uk(moment) == shown


def test_time_uk_is_the_clock_in_england():
    assert ui.time_uk(datetime(2026, 7, 1, 13, 5, tzinfo=UTC)) == "2:05pm"


def _menu(path: str, url: str) -> str:
    request = RequestFactory().get(path)
    return Template('{% nav_item "Needs" url %}').render(Context({"request": request, "url": url}))


def test_nav_item_marks_the_page_itself():
    assert 'aria-current="page"' in _menu("/needs/", "/needs/")


def test_nav_item_marks_the_section_of_a_page_below():
    assert 'aria-current="true"' in _menu("/needs/N01/", "/needs/")


def test_nav_item_elsewhere_is_a_plain_link():
    assert "aria-current" not in _menu("/solutions/", "/needs/")


def test_nav_item_without_an_address_shows_nothing():
    assert _menu("/", "").strip() == ""


def test_pagination_keeps_the_other_parts_of_the_address():
    request = RequestFactory().get("/needs/?area=work&page=2")
    request.user = AnonymousUser()
    page = Paginator(range(30), 10).page(2)

    html = render_to_string("_components/pagination.html", {"page": page}, request=request)

    assert 'class="nhsuk-pagination__next" href="?area=work&amp;page=3"' in html


@pytest.mark.parametrize(
    ("share", "error", "shown"),
    [(0.63, 0.0048, "63% ±1"), (0.63, 0.0152, "63% ±4"), (0.999, 0.0003, "over 99%"), (1.0, 0.0, "over 99%")],
)
def test_a_drawn_share_says_how_far_it_may_be_off(share, error, shown):
    assert ui.drawn(share, error) == shown


def test_pagination_of_one_page_shows_nothing():
    page = Paginator(range(3), 10).page(1)

    html = render_to_string("_components/pagination.html", {"page": page})

    assert html.strip() == ""


@pytest.mark.parametrize(("change", "text"), [(0.09, "+9"), (-0.041, "−4"), (0.001, "0"), (-0.001, "0"), (None, "–")])
def test_signed_points_says_which_way(change, text):
    assert ui.signed_points(change) == text


@pytest.mark.parametrize(("change", "text"), [(0.0009, "+0.1"), (-0.0412, "−4.1"), (0.0001, "0")])
def test_signed_points_can_have_a_decimal(change, text):
    assert ui.signed_points(change, 1) == text


@pytest.mark.parametrize(("chance", "expected"), [(0.0, 0), (0.05, 0), (0.1, 1), (0.99, 9), (1.0, 9)])
def test_shade_is_one_of_ten(chance, expected):
    assert ui.shade(chance) == expected


def test_item_of_a_missing_mapping_is_nothing():
    assert ui.item(None, "a") is None


@pytest.mark.parametrize(("value", "shown"), [(3.2, "+3"), (-3.5, "−4"), (0.4, "0"), (None, "–")])
def test_a_change_of_a_score_has_its_sign(value, shown):
    assert ui.signed_score(value) == shown

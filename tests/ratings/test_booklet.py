"""The printed booklet of a round."""

import re
from html import unescape

import pytest
from django.urls import reverse

from mhin.common.pdf import can_make_pdf
from ratings.keying import sheet_code
from ratings.models import EntrySheet, Participant
from ratings.services.entry import begin_entry
from tests.factories.ratings import ObjectiveFactory, RoundFactory
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def printing(client, administrator, stage):
    """Ask for the booklet page with these parameters."""
    client.force_login(administrator)
    return lambda **query: client.get(reverse("ratings:booklet", args=[stage.round.slug]), query)


def test_the_booklet_asks_what_the_screen_asks(printing, stage):
    page = printing().text

    assert all(item.title in page and item.summary in page for item in stage.solutions)
    assert all(item.low_anchor in page and item.high_anchor in page for item in stage.objectives)


@pytest.mark.parametrize("words", ["I can't judge this", "Not relevant to me", "Prefer not to say"])
def test_each_question_has_a_box_for_every_answer_without_a_number(printing, stage, words):
    page = unescape(printing().text)

    boxes = page.count(f'aria-hidden="true"></span> {words}</li>')
    assert boxes == len(stage.solutions) * len(stage.objectives)


def test_the_groups_of_the_round_are_boxes(printing, stage):
    page = printing().text

    assert all(f'<span class="box" aria-hidden="true"></span> {group.name}</li>' in page for group in stage.groups)
    assert "My region" not in page


def test_the_regions_of_the_round_are_boxes(printing, stage):
    region = RegionFactory()

    assert f'<span class="box" aria-hidden="true"></span> {region.name}</li>' in printing().text


def test_each_solution_has_room_for_a_reason(printing, stage):
    page = printing().text

    assert page.count("Why do you say so?") == len(stage.solutions)
    assert page.count("nobody types it") == page.count("do not write names") == len(stage.solutions)


def test_the_last_page_asks_for_the_points_of_every_objective(printing, stage):
    last_page = printing().text.rpartition('<div class="page">')[2]

    assert "What matters most to you" in last_page
    assert "You may leave this page empty." in last_page
    assert all(item.name in last_page and item.high_anchor in last_page for item in stage.objectives)
    assert last_page.count("Points:") == len(stage.objectives)


def test_the_booklet_holds_the_text_that_people_agree_to(printing):
    page = printing().text

    assert "How your answers are used" in page
    assert "You can withdraw at any time." in page


def test_without_a_number_the_code_is_written_by_hand(printing):
    assert "booklet__write" in re.search(r"Sheet code:.{1,60}", printing().text)[0]


def test_numbered_booklets_carry_their_code_on_every_page(printing, stage):
    page = printing(copies="3", first="7").text

    for number in (7, 8, 9):
        assert page.count(f"Sheet code: {sheet_code('P', number, stage.round.pk)}") == len(stage.solutions) + 2


def test_more_questions_than_fit_go_on_the_next_page_which_has_the_code_too(client, administrator, make_stage):
    round_ = RoundFactory()
    for number in range(3, 6):
        ObjectiveFactory(round=round_, code=f"X{number}", name=f"Objective {number}", position=number)
    stage = make_stage(round_=round_, solutions=2)
    client.force_login(administrator)

    page = client.get(reverse("ratings:booklet", args=[stage.round.slug]), {"copies": "1"}).text

    heads = re.findall(r'class="page__head"><span>(.+?)</span><span>Sheet code: P0001', page)
    first, second = (item.code for item in stage.solutions)
    assert heads == [f"{first}: 1 of 2"] * 2 + [f"{second}: 2 of 2"] * 2 + ["Last page"]


def test_numbers_go_on_after_the_highest_entered(printing, stage, administrator):
    begin_entry(
        round_=stage.round,
        mode="paper",
        group=stage.groups[0],
        helper="",
        code=sheet_code("P", 41, stage.round.pk),
        by=administrator,
    )

    assert printing(copies="1").context["codes"] == [sheet_code("P", 42, stage.round.pk)]


def test_printing_writes_nothing(printing):
    printing(copies="20")

    assert not EntrySheet.objects.exists()
    assert not Participant.objects.exists()


@pytest.mark.parametrize("query", [{"copies": "51"}, {"copies": "0"}, {"copies": "x"}, {"copies": "1", "first": "-1"}])
def test_a_wrong_number_of_booklets_is_explained(printing, query):
    response = printing(**query)

    assert response.status_code == 422
    assert 'role="alert"' in response.text


@pytest.mark.skipif(not can_make_pdf(), reason="WeasyPrint or Pango is not installed")
def test_the_pdf_is_a_pdf_with_a_title(printing):
    response = printing(format="pdf")

    assert response.content.startswith(b"%PDF-")
    assert response.headers["Content-Type"] == "application/pdf"


def test_a_large_batch_is_for_the_browser(printing):
    assert printing(copies="20", format="pdf").status_code == 404

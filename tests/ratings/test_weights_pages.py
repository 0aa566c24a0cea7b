"""Saying what matters most: by points, by order, tested by a choice or two."""

import pytest
from django.urls import reverse

from ratings.models import TradeOffAnswer, Weighting
from ratings.selectors import swings_of
from ratings.services.rounds import close_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def part(client, stage, stakeholder):
    client.force_login(stakeholder)
    return stage.join(stakeholder)


def address(stage, name="weights"):
    return reverse(f"ratings:{name}", args=[stage.round.slug])


def points(participant, stage):
    swings = swings_of(participant)
    return [swings.get(objective.pk) for objective in stage.objectives]


def test_the_first_question_is_which_to_raise_first(client, stage, part):
    page = client.get(address(stage))

    assert "Which would you raise first?" in page.text


def test_going_on_without_choosing_says_what_to_do_even_when_points_were_given_before(client, stage, part):
    client.post(address(stage), {"O1": "100", "O2": "40"})

    page = client.get(address(stage), {"asked": "1"})

    assert '<a href="#first-0">Choose which you would raise first</a>' in page.text
    assert "<title>Error: " in page.text


def test_changing_the_weights_starts_from_the_one_raised_first_before(client, stage, part):
    client.post(address(stage), {"O1": "40", "O2": "100"})

    page = client.get(address(stage), {"change": "1"})

    assert 'value="O2" checked' in page.text
    assert 'value="O1" checked' not in page.text


def test_the_one_raised_first_has_a_hundred_points_without_being_asked(client, stage, part):
    page = client.get(address(stage), {"first": "O2"})

    assert '<input type="hidden" name="O2" value="100" id="id_O2">' in page.text
    assert 'type="number" name="O1"' in page.text


def test_points_lead_to_the_questions_that_test_them(client, stage, part):
    response = client.post(address(stage), {"O1": "100", "O2": "40"})

    assert points(part, stage) == [100, 40]
    assert Weighting.objects.get(participant=part).mode == "points"
    assert response.url == address(stage, "weights-questions")


def test_an_order_becomes_points(client, stage, part):
    client.post(address(stage, "weights-order"), {"O1": "2", "O2": "1"})

    assert points(part, stage) == [33, 100]
    assert Weighting.objects.get(participant=part).mode == "order"


def test_an_order_that_names_a_place_twice_is_refused(client, stage, part):
    page = client.post(address(stage, "weights-order"), {"O1": "1", "O2": "1"})

    assert page.status_code == 422
    assert "Give each a place of its own" in page.text
    assert points(part, stage) == [None, None]


def test_points_that_came_from_an_order_are_not_tested(client, stage, part):
    client.post(address(stage, "weights-order"), {"O1": "2", "O2": "1"})

    assert client.get(address(stage, "weights-questions")).url == address(stage)


def test_ones_own_weights_are_shown_at_once_with_numbers(client, stage, part):
    stage.weigh(part, (100, 60))

    page = client.get(address(stage))

    assert [(bar.objective.code, bar.points, bar.width) for bar in page.context["bars"]] == [
        ("O1", 100, 62.5),
        ("O2", 60, 37.5),
    ]
    assert "63%" in page.text


def test_a_choice_that_fits_leads_to_the_picture(client, stage, part):
    stage.weigh(part, (100, 40))

    response = client.post(address(stage, "weights-questions"), {"question_1": "whole", "version": 1})

    # a quarter of 100 is less than 40
    assert response.url == address(stage)
    assert TradeOffAnswer.objects.get(participant=part).choice == "whole"


def test_the_questions_may_be_left_out(client, stage, part):
    stage.weigh(part, (100, 40))

    response = client.post(address(stage, "weights-questions"), {})

    assert response.url == address(stage)
    assert not TradeOffAnswer.objects.exists()


@pytest.fixture
def in_conflict(client, stage, part):
    """40 points beside 100, yet a quarter of the one is worth more than the whole of the other."""
    stage.weigh(part, (100, 40))
    response = client.post(address(stage, "weights-questions"), {"question_1": "part", "version": 1})
    assert response.url == address(stage, "weights-check")
    return part


def test_a_choice_that_does_not_fit_is_shown_in_words(client, stage, in_conflict):
    page = client.get(address(stage, "weights-check"))

    assert "“Objective 1” has 100 and “Objective 2” has 40" in page.text
    assert "They would fit if “Objective 2” had about 25 points" in page.text


@pytest.mark.parametrize("reply", ["keep", "hard"])
def test_keeping_the_points_changes_nothing_and_asks_no_more(client, stage, in_conflict, reply):
    client.post(address(stage, "weights-check"), {"reply": reply, "version": 2})

    assert points(in_conflict, stage) == [100, 40]
    assert client.get(address(stage)).context["conflict"] is None


def test_changing_leads_to_the_points_and_says_what_would_fit(client, stage, in_conflict):
    response = client.post(address(stage, "weights-check"), {"reply": "change", "version": 2})

    page = client.get(response.url)
    assert "about 25 points beside 100" in page.text


def test_changed_points_that_fit_end_the_matter(client, stage, in_conflict):
    client.post(address(stage, "weights-check"), {"reply": "change", "version": 2})

    response = client.post(address(stage), {"O1": "100", "O2": "25", "version": 3})

    assert response.url == address(stage)


def test_no_reply_is_refused_with_a_reason(client, stage, in_conflict):
    page = client.post(address(stage, "weights-check"), {})

    assert page.status_code == 422
    assert "Choose what you would like to do." in page.text


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("weights", {"O1": "100", "O2": "77"}),
        ("weights-order", {"O1": "2", "O2": "1"}),
        ("weights-questions", {"question_1": "same"}),
        ("weights-check", {"reply": "keep"}),
    ],
)
def test_after_closing_nothing_is_saved(client, stage, in_conflict, name, form):
    before = list(TradeOffAnswer.objects.values_list("choice", flat=True))
    close_round(round_=stage.round, by=None)

    page = client.post(address(stage, name), form)

    assert page.status_code == 409
    assert points(in_conflict, stage) == [100, 40]
    assert list(TradeOffAnswer.objects.values_list("choice", flat=True)) == before
    assert not Weighting.objects.exclude(reply="").exists()


@pytest.mark.parametrize(("name", "form"), [("weights", {"O1": "100", "O2": "77"}), ("weights-order", {"O1": "2"})])
def test_weights_sent_while_signed_out_come_back_unsaved(client, stage, part, stakeholder, name, form):
    owner = client.get(address(stage, name)).context["owner"]
    client.logout()

    client.post(address(stage, name), form | {"owner": owner})
    client.force_login(stakeholder)
    page = client.get(address(stage, name))

    assert page.context["form"].data["O1"] == form["O1"]
    assert "You had been signed out" in page.text
    assert points(part, stage) == [None, None]

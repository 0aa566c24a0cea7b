"""Weights given in two windows: both are shown, what was typed stays, and the person chooses."""

import pytest
from django.urls import reverse

from ratings.models import TradeOffAnswer, Weighting
from ratings.selectors import swings_of, weighting_of

pytestmark = pytest.mark.django_db

SOMEWHERE_ELSE = "You changed your weights somewhere else"


@pytest.fixture
def part(client, stage, stakeholder):
    client.force_login(stakeholder)
    return stage.join(stakeholder)


def address(stage, name="weights"):
    return reverse(f"ratings:{name}", args=[stage.round.slug])


def points(participant):
    return [points for _, points in sorted(swings_of(participant).items())]


def rows(page):
    return [row[1:] for row in page.context["both"]["rows"]]


def test_the_page_carries_the_version_that_it_was_made_from(client, stage, part):
    stage.weigh(part, (100, 40))

    page = client.get(address(stage), {"first": "O1"})

    assert '<input type="hidden" name="version" value="1">' in page.text


def test_points_from_an_old_page_are_shown_beside_the_saved_ones(client, stage, part):
    stage.weigh(part, (100, 40))

    page = client.post(address(stage), {"version": "0", "O1": "30", "O2": "100"})

    assert (page.status_code, points(part)) == (409, [100, 40])
    assert rows(page) == [["100", "30"], ["40", "100"]]
    assert SOMEWHERE_ELSE in page.text


def test_what_was_typed_stays_in_its_place(client, stage, part):
    stage.weigh(part, (100, 40))

    page = client.post(address(stage) + "?first=O2", {"version": "0", "O1": "30", "O2": "100"})

    assert 'name="O1" value="30"' in page.text
    assert 'type="hidden" name="O2" value="100"' in page.text


def test_the_person_can_save_what_was_typed_after_all(client, stage, part):
    stage.weigh(part, (100, 40))
    page = client.post(address(stage), {"version": "0", "O1": "30", "O2": "100"})

    client.post(address(stage), {"version": page.context["version"], "O1": "30", "O2": "100"})

    assert points(part) == [30, 100]


def test_the_person_can_keep_what_was_saved_by_a_link(client, stage, part):
    stage.weigh(part, (100, 40))

    page = client.post(address(stage), {"version": "0", "O1": "30", "O2": "100"})

    assert f'<a href="{address(stage)}">Keep what was saved</a>' in page.text
    assert [bar.points for bar in client.get(address(stage)).context["bars"]] == [100, 40]


def test_saved_again_meanwhile_both_are_shown_anew(client, stage, part):
    stage.weigh(part, (100, 40))
    page = client.post(address(stage), {"version": "0", "O1": "30", "O2": "100"})
    stage.weigh(part, (100, 70), version=1)

    again = client.post(address(stage), {"version": page.context["version"], "O1": "30", "O2": "100"})

    assert (again.status_code, rows(again)) == (409, [["100", "30"], ["70", "100"]])


def test_a_wrong_number_on_an_old_page_does_not_hide_that_it_is_old(client, stage, part):
    stage.weigh(part, (100, 40))
    page = client.post(address(stage), {"version": "0", "O1": "300", "O2": "100"})

    again = client.post(address(stage), {"version": page.context["version"], "O1": "30", "O2": "100"})

    assert (page.status_code, again.status_code, points(part)) == (422, 409, [100, 40])


@pytest.mark.parametrize("version", [None, "", "-1", "x", "²", "99999999999", "7"])
def test_a_version_that_the_page_never_had_overwrites_nothing(client, stage, part, version):
    stage.weigh(part, (100, 40))

    page = client.post(address(stage), {"O1": "30", "O2": "100"} | ({"version": version} if version else {}))

    assert (page.status_code, points(part)) == (409, [100, 40])


@pytest.mark.parametrize("name", ["weights", "weights-order", "weights-questions", "weights-check"])
def test_a_retry_after_a_lost_answer_leads_on_as_the_first_time(client, stage, part, name):
    stage.weigh(part, (100, 40))
    client.post(address(stage, "weights-questions"), {"version": 1, "question_1": "part"})
    forms = {
        "weights": {"O1": "100", "O2": "60"},
        "weights-order": {"O1": "2", "O2": "1"},
        "weights-questions": {"question_1": "whole"},
        "weights-check": {"reply": "keep"},
    }

    first, again = [client.post(address(stage, name), forms[name] | {"version": 2}) for _ in range(2)]

    assert (first.status_code, again.status_code, first.url) == (302, 302, again.url)
    assert weighting_of(part).version == 3


def test_an_order_from_an_old_page_is_shown_beside_the_saved_points(client, stage, part):
    stage.weigh(part, (100, 40))

    page = client.post(address(stage, "weights-order"), {"version": "0", "O1": "2", "O2": "1"})

    assert (page.status_code, points(part)) == (409, [100, 40])
    assert rows(page) == [["100", "2nd, which makes 33"], ["40", "1st, which makes 100"]]
    assert '<option value="2" selected>2nd</option>' in page.text


def test_points_from_an_old_page_are_shown_beside_the_saved_order(client, stage, part):
    client.post(address(stage, "weights-order"), {"version": "0", "O1": "2", "O2": "1"})

    page = client.post(address(stage), {"version": "0", "O1": "100", "O2": "40"})

    assert rows(page) == [["2nd, which makes 33", "100"], ["1st, which makes 100", "40"]]
    assert weighting_of(part).mode == "order"


@pytest.fixture
def asked(client, stage, part):
    """The page of the two questions, open in one window."""
    stage.weigh(part, (100, 40))
    page = client.get(address(stage, "weights-questions"))
    return {"version": page.context["version"], "asked": page.context["asked"]}


def test_choices_from_an_old_page_are_shown_beside_the_saved_ones(client, stage, part, asked):
    client.post(address(stage, "weights-questions"), asked | {"question_1": "whole"})

    page = client.post(address(stage, "weights-questions"), asked | {"question_1": "same"})

    assert (page.status_code, TradeOffAnswer.objects.get().choice) == (409, "whole")
    assert rows(page) == [["The second", "Both are as good"]]
    assert 'value="same" checked' in page.text


def test_leaving_the_questions_out_on_an_old_page_takes_no_choice_away(client, stage, part, asked):
    client.post(address(stage, "weights-questions"), asked | {"question_1": "whole"})

    page = client.post(address(stage, "weights-questions"), asked)

    assert (page.status_code, TradeOffAnswer.objects.get().choice) == (409, "whole")
    assert rows(page) == [["The second", "no answer"]]


def test_a_choice_stands_beside_the_question_that_it_was_made_for(client, stage, part, asked):
    stage.weigh(part, (30, 100), version=1)

    page = client.post(address(stage, "weights-questions"), asked | {"question_1": "same"})

    about = page.context["both"]["rows"][0][0]
    assert (page.status_code, about.index("Objective 1") < about.index("Objective 2")) == (409, True)


def test_a_choice_is_not_lost_when_there_are_no_questions_any_more(client, stage, part, asked):
    client.post(address(stage, "weights-order"), {"version": "1", "O1": "2", "O2": "1"})

    page = client.post(address(stage, "weights-questions"), asked | {"question_1": "same"})

    assert (page.status_code, rows(page)) == (409, [["no answer", "Both are as good"]])


@pytest.mark.parametrize("made_up", ["1-1-0.5", "x", "1-2", "1-2-0.9", "0-0-0"])
def test_questions_that_were_never_asked_are_not_taken(client, stage, part, asked, made_up):
    client.post(address(stage, "weights-questions"), asked | {"asked": made_up, "question_1": "same"})

    answer = TradeOffAnswer.objects.get()
    assert f"{answer.heavier_id}-{answer.lighter_id}-{answer.step:g}" == asked["asked"]


def test_choices_given_before_are_shown_again(client, stage, part, asked):
    client.post(address(stage, "weights-questions"), asked | {"question_1": "whole"})

    assert 'value="whole" checked' in client.get(address(stage, "weights-questions")).text


@pytest.fixture
def in_conflict(client, stage, part):
    stage.weigh(part, (100, 40))
    client.post(address(stage, "weights-questions"), {"version": 1, "question_1": "part"})
    return part


def test_a_reply_from_an_old_page_is_shown_beside_the_saved_one(client, stage, in_conflict):
    client.post(address(stage, "weights-check"), {"version": 2, "reply": "keep"})

    page = client.post(address(stage, "weights-check"), {"version": 2, "reply": "hard"})

    assert (page.status_code, Weighting.objects.get().reply) == (409, "keep")
    assert rows(page) == [["Keep my points", "Hard to say"]]
    assert 'value="hard" checked' in page.text


def test_a_reply_to_what_no_longer_stands_is_not_saved_in_silence(client, stage, in_conflict):
    stage.weigh(in_conflict, (100, 25), version=2)

    page = client.post(address(stage, "weights-check"), {"version": 2, "reply": "keep"}, follow=True)

    assert Weighting.objects.get().reply == ""
    assert f"Nothing was saved just now: {SOMEWHERE_ELSE[0].lower()}{SOMEWHERE_ELSE[1:]}" in page.text


def test_weights_kept_while_signed_out_still_tell_that_they_are_old(client, stage, part, stakeholder):
    page = client.get(address(stage), {"first": "O1"})
    client.logout()
    sent = {"version": page.context["version"], "owner": page.context["owner"], "O1": "100", "O2": "10"}
    client.post(address(stage), sent)
    stage.weigh(part, (100, 40))
    client.force_login(stakeholder)
    page = client.get(address(stage))

    response = client.post(address(stage), sent | {"version": page.context["version"]})

    assert (response.status_code, points(part)) == (409, [100, 40])

"""Where weights were set with the round nobody is asked for any; where they are asked for, the way to them is shown."""

import pytest
from django.urls import reverse

from ratings.models import Swing, TradeOffAnswer, Weighting
from ratings.services.entry import save_entry
from ratings.services.rounds import close_round
from ratings.services.weights import WeightsNotAskedError, save_conflict_reply, save_swings, save_trade_offs
from tests.ratings.entry import address, marks

pytestmark = pytest.mark.django_db

PAGES = ["weights", "weights-order", "weights-questions", "weights-check", "weights-take-back"]
WAY = "Say what matters most"


@pytest.fixture
def declared(make_stage):
    return make_stage(weights="declared")


@pytest.fixture
def part(client, declared, stakeholder):
    client.force_login(stakeholder)
    return declared.join(stakeholder)


@pytest.mark.parametrize("name", PAGES)
def test_a_round_with_weights_of_its_own_has_no_page_to_give_any(client, declared, part, name):
    path = address(declared, name)
    sent = {"O1": "100", "O2": "40", "version": 0}

    assert [client.get(path).status_code, client.post(path, sent).status_code] == [404, 404]
    assert not Swing.objects.exists()


@pytest.mark.parametrize("name", ["rate", "review", "thank-you"])
def test_no_page_of_such_a_round_leads_to_weights(client, declared, part, name):
    assert reverse("ratings:weights", args=[declared.round.slug]) not in client.get(address(declared, name)).text


@pytest.mark.parametrize(
    "save",
    [
        lambda part, points: save_swings(participant=part, points=points, version=0),
        lambda part, points: save_trade_offs(participant=part, answers=[], version=0),
        lambda part, points: save_conflict_reply(participant=part, reply="keep", version=0),
    ],
)
def test_the_service_refuses_weights_that_count_for_nothing(declared, part, save):
    with pytest.raises(WeightsNotAskedError):
        save(part, {objective.pk: 100 for objective in declared.objectives})

    assert not any(model.objects.exists() for model in (Swing, TradeOffAnswer, Weighting))


def test_the_api_knows_no_weights_of_such_a_round(client, declared, part):
    path = f"/api/v1/rounds/{declared.round.slug}/weights"

    sent = client.put(path, {"version": 0, "points": {"O1": 100, "O2": 40}}, content_type="application/json")

    assert [client.get(path).status_code, sent.status_code] == [404, 404]
    assert not Swing.objects.exists()


def test_a_typed_sheet_of_such_a_round_has_no_points(typing, declared, administrator):
    from_paper = {"mode": "paper", "code": "", "group": declared.groups[0].pk, "helper": "", "consent": "on"}
    path = typing.post(address(declared, "entry-new"), from_paper).url

    page = typing.get(path)
    saved = typing.post(path, marks(declared, ["7C"]) | {"weights-O1": "100", "weights-O2": "40"})

    assert "What matters most" not in page.text
    assert saved.status_code == 302
    assert not Swing.objects.exists()


def test_a_typed_sheet_where_weights_are_asked_for_still_takes_points(stage, enter, administrator):
    points = {objective.pk: 100 for objective in stage.objectives}

    save_entry(sheet=enter(), answers={}, versions={}, points=points, by=administrator)

    assert Swing.objects.count() == 2


def test_a_closed_round_no_longer_invites_to_rate_or_weigh(client, stage, joined):
    close_round(round_=stage.round, by=None)

    page = client.get(address(stage, "rate")).text

    assert "Rate all solutions in one table" not in page
    assert "What matters most" not in page


def test_own_weights_can_be_looked_at_after_closing(client, stage, joined):
    stage.weigh(joined, (100, 40))
    close_round(round_=stage.round, by=None)

    page = client.get(address(stage, "rate")).text

    assert "See your weights" in page
    assert "change what matters" not in page


@pytest.mark.parametrize("name", ["review", "thank-you"])
def test_the_last_pages_lead_to_weights_that_are_missing(client, stage, joined, name):
    page = client.get(address(stage, name)).text

    assert f'<a href="{address(stage, "weights")}">{WAY}</a>' in page


def test_the_review_leads_to_changing_the_weights(client, stage, joined):
    stage.weigh(joined, (100, 40))

    assert "Change what matters most to you" in client.get(address(stage, "review")).text


def test_the_thank_you_page_says_nothing_of_weights_that_were_given(client, stage, joined):
    stage.weigh(joined, (100, 40))

    assert WAY not in client.get(address(stage, "thank-you")).text


@pytest.mark.parametrize("name", ["review", "thank-you"])
def test_after_closing_the_last_pages_ask_for_no_weights(client, stage, joined, name):
    close_round(round_=stage.round, by=None)

    assert WAY not in client.get(address(stage, name)).text

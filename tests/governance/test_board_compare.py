"""Two runs side by side: which two, what moved, and whether the move may be chance."""

import pytest
from django.urls import reverse

from tests.conftest import Stage
from tests.factories.ratings import RoundFactory

pytestmark = pytest.mark.django_db

ROWS = [(9, 9), (5, 5), (1, 1)]


@pytest.fixture
def stage(client, executive):
    """Run 1: in order. Run 2: the first and the last have changed places. Run 3: one more person."""
    stage = Stage(round_=RoundFactory(title="The survey", aggregation="mean", weights="declared"))
    people = [stage.join(group=number % 2) for number in range(20)]
    for person in people:
        stage.rate_all(person, ROWS)
    stage.recompute()
    for person in people:
        stage.rate(person, 2, (9, 9), version=1)
        stage.rate(person, 0, (1, 1), version=1)
    stage.recompute()
    stage.rate_all(stage.join(), ROWS[::-1])
    stage.recompute()
    client.force_login(executive)
    return stage


@pytest.fixture
def compare(client, stage):
    def get(**asked):
        return client.get(reverse("governance:board-compare", args=[stage.round.slug]), asked)

    return get


def text_of(response):
    return " ".join(response.text.split())


def runs(response):
    comparison = response.context["comparison"]
    return comparison.before.number, comparison.after.number


def test_the_newest_run_is_compared_unless_another_one_is_named(compare):
    assert runs(compare(**{"with": "1"})) == (1, 3)


@pytest.mark.parametrize("asked", [{"run": "1", "with": "2"}, {"run": "2", "with": "1"}])
def test_any_two_runs_are_compared_the_earlier_first(compare, asked):
    assert runs(compare(**asked)) == (1, 2)


@pytest.mark.parametrize("asked", [{"run": "2", "with": "2"}, {"with": "3"}])
def test_a_run_is_not_compared_with_itself(compare, asked):
    response = compare(**asked)

    assert "Choose two different runs." in response.text
    assert "comparison" not in response.context


@pytest.mark.parametrize("asked", [{"with": "99"}, {"run": "x", "with": "1"}, {"run": "9" * 30, "with": "1"}])
def test_a_run_there_is_not_is_refused(compare, asked):
    response = compare(**asked)

    assert response.status_code == 200
    assert "comparison" not in response.context


def test_what_moved_by_how_much_and_beyond_chance(compare, stage):
    response = compare(run="1", **{"with": "2"})

    moves = {move.code: (move.places, round(move.points)) for move in response.context["comparison"].moves}
    assert moves == {
        stage.solutions[0].code: (-2, -100),
        stage.solutions[1].code: (0, 0),
        stage.solutions[2].code: (2, 100),
    }
    assert "up 2, beyond the plausible range" in response.text
    assert "down 2, beyond the plausible range" in response.text
    assert ">+100<" in response.text
    assert ">−100<" in response.text


def test_a_move_that_may_be_chance_is_said_to_be(client, executive):
    close = Stage(round_=RoundFactory(aggregation="mean", weights="declared"))
    for number in range(20):
        close.rate_all(close.join(), [(9, 9), (2, 2), (1, 1)] if number % 2 else [(2, 2), (8, 8), (1, 1)])
    close.recompute()
    for _ in range(4):
        close.rate_all(close.join(), [(2, 2), (8, 8), (1, 1)])
    close.recompute()
    client.force_login(executive)

    page = client.get(reverse("governance:board-compare", args=[close.round.slug]), {"with": "1"})

    assert "up 1, within the plausible range" in page.text


def test_both_runs_say_their_time_and_people(compare):
    text = text_of(compare(**{"with": "1"}))

    assert '<dt>Before</dt><dd> <p class="run-line">Run 1 ·' in text
    assert "20 people gave 120 ratings" in text
    assert "21 people gave 126 ratings" in text


def test_lists_of_other_solutions_say_places_of_how_many_and_no_move(client, compare, stage):
    other = Stage(round_=RoundFactory(title="Another", aggregation="mean", weights="declared"), copy_of=stage)
    longer = Stage(round_=RoundFactory(title="Longer", aggregation="mean", weights="declared"), solutions=5)
    for _ in range(8):
        other.rate_all(other.join(), ROWS)
        longer.rate_all(longer.join(), [(9, 9), (8, 8), (5, 5), (3, 3), (1, 1)])
    other.recompute()
    longer.recompute()

    same = text_of(compare(**{"with": f"round-{other.round.slug}"}))
    differs = text_of(compare(**{"with": f"round-{longer.round.slug}"}))

    assert "up 2" in same
    assert "<td>5th of 5</td><td>–</td>" in differs.replace("> <", "><")
    assert "<td>–</td><td>1st of 3</td>" in differs.replace("> <", "><")
    assert "up " not in differs.partition("<table")[2].partition("</table>")[0]
    assert "<td></td>" not in differs


def test_who_chose_a_run_is_not_told_of_a_newer_one(compare):
    assert "newer-than/3/" in compare(**{"with": "1"}).text
    assert "newer-than" not in compare(run="2", **{"with": "1"}).text

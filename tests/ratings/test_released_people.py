"""The gate, for who takes part and what people could not judge."""

import itertools

import pytest
from django.utils import timezone

from ratings.disclosure import release_gaps, release_participation, release_ranking, representation
from ratings.disclosure.representation import wilson
from ratings.disclosure.suppression import hidden_in_steps
from ratings.models import Participant
from tests.conftest import Stage
from tests.factories.ratings import InvitationFactory, ParticipantFactory, RoundFactory, StakeholderGroupFactory

K = 5


def test_a_group_of_which_few_stopped_is_hidden_from_that_step_on():
    joined, started = hidden_in_steps([{"a": 20, "b": 20, "c": 30}, {"a": 18, "b": 10, "c": 20}], 8)

    assert joined == frozenset()
    assert started == {"a", "b"}  # b, too: otherwise the total less b and c would give a


def test_a_step_that_few_did_not_reach_is_hidden_with_its_total():
    assert hidden_in_steps([{"a": 20, "b": 20}, {"a": 18, "b": 19}], 8) == [frozenset(), None]


def test_a_step_that_all_reached_is_shown():
    assert hidden_in_steps([{"a": 20, "b": 20}, {"a": 20, "b": 20}], 8) == [frozenset(), frozenset()]


def test_nothing_about_few_people_can_be_worked_out_from_two_steps():
    for joined, stopped in itertools.product(
        itertools.product([0, 2, 5, 9], repeat=3), itertools.product([0, 1, 5], repeat=3)
    ):
        first = dict(zip("abc", joined, strict=True))
        second = {name: max(0, n - gone) for (name, n), gone in zip(first.items(), stopped, strict=True)}
        gone = {name: first[name] - second[name] for name in first}

        shown, later = hidden_in_steps([first, second], K)

        assert shown is None or tells_of_no_few(first, shown)
        assert later is None or tells_of_no_few(second, later)
        assert later is None or tells_of_no_few(gone, later)


def tells_of_no_few(counts, hidden):
    """Neither a shown count nor what is left of the total."""
    shown = [people for name, people in counts.items() if name not in hidden]
    left = sum(counts.values()) - sum(shown)
    return all(people == 0 or people >= K for people in [*shown, left])


def test_wilsons_interval_is_the_published_one():
    low, high = wilson(15 / 50, 50)

    assert (round(low, 3), round(high, 3)) == (0.206, 0.415)


def test_representation_is_the_lowest_share_over_the_highest():
    found = representation({"a": (10, 20), "b": (20, 25), "c": (30, 30)})

    assert (found.lowest, found.highest, found.ratio) == ("a", "c", 0.5)
    assert 0 < found.low < 0.5 < found.high < 1


def test_representation_counts_no_share_above_its_target():
    assert representation({"a": (40, 20), "b": (20, 20)}).ratio == 1


@pytest.mark.parametrize("groups", [{}, {"a": (3, 9)}, {"a": (0, 9), "b": (0, 9)}])
def test_representation_of_too_little_is_nothing(groups):
    assert representation(groups) is None


pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return Stage(round_=RoundFactory(aggregation="mean"), groups=StakeholderGroupFactory.create_batch(2))


def test_participation_counts_the_steps_of_each_group(stage):
    for number in range(40):
        person = stage.join(group=number % 2)
        if number >= 20:
            stage.rate(person, 0, (5, 5))
    Participant.objects.filter(group=stage.groups[0], ratings__isnull=False).update(submitted_at=timezone.now())
    InvitationFactory.create_batch(30, round=stage.round, group=stage.groups[0])

    found = release_participation([stage.round])[stage.round.pk]

    one, two = found.groups[-2:]
    assert (one.invited, one.joined, one.started, one.finished) == (30, 20, 10, 10)
    assert (two.invited, two.joined, two.started, two.finished) == (0, 20, 10, 0)
    assert (found.everybody.joined, found.everybody.started, found.everybody.finished) == (40, 20, 10)


def test_participation_hides_a_way_that_few_took(stage):
    ParticipantFactory.create_batch(30, round=stage.round, group=stage.groups[0])
    ParticipantFactory.create_batch(3, round=stage.round, group=stage.groups[0], mode="paper")

    modes = release_participation([stage.round])[stage.round.pk].modes

    assert [part.joined for part in modes] == [None, 0, None]


def test_participation_of_few_people_shows_no_number(stage):
    stage.join()

    everybody = release_participation([stage.round])[stage.round.pk].everybody

    assert (everybody.joined, everybody.started, everybody.finished) == (None, None, None)


def test_a_gap_of_k_people_is_named_and_one_of_fewer_is_not(stage):
    for number in range(16):
        stage.rate_all(stage.join(), [(5, 5 if number < 5 else None), (5, None if number < 7 else 5), (5, 5)])
    stage.recompute()

    gaps = release_gaps(release_ranking(stage.round.current_run))

    assert [(gap.code, gap.at_least) for gap in gaps] == [(stage.solutions[0].code, (None, 10))]  # 11, in fives


def test_gaps_are_those_of_their_run(stage):
    for _ in range(12):
        stage.rate_all(stage.join(), [(5, None), (5, 5), (5, 5)])
    run = stage.recompute()
    for _ in range(8):
        stage.rate(stage.join(), 0, (None, None))

    gaps = release_gaps(release_ranking(run))

    assert [(gap.code, gap.at_least) for gap in gaps] == [(stage.solutions[0].code, (None, 10))]

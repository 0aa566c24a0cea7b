"""The gate: nothing about fewer than k people, nor what could be found by subtraction."""

import itertools

import numpy as np
import pytest

from ratings.disclosure import (
    Bar,
    release_comments,
    release_group_counts,
    release_groups,
    release_ranking,
    release_robustness,
    release_spread,
)
from ratings.disclosure.suppression import hidden_parts, merged_bars
from ratings.models import GroupRelease
from ratings.services.rounds import close_round
from tests.conftest import Stage
from tests.factories.ratings import CommentFactory, RoundFactory, StakeholderGroupFactory

ROWS = [(9, 8), (6, 6), (3, 5)]


def shown(counts):
    return {count.name: count.people for count in release_group_counts(counts, 8)}


def test_release_group_counts_shows_groups_of_k_or_more():
    assert shown({"a": 8, "b": 30}) == {"a": 8, "b": 30}


def test_release_group_counts_shows_an_empty_group():
    assert shown({"a": 0, "b": 30}) == {"a": 0, "b": 30}


def test_release_group_counts_hides_a_second_group_beside_a_small_one():
    assert shown({"a": 3, "b": 30, "c": 12}) == {"a": None, "b": 30, "c": None}


def test_release_group_counts_hides_until_k_people_are_hidden_together():
    assert shown({"a": 1, "b": 2, "c": 9, "d": 30}) == {"a": None, "b": None, "c": None, "d": 30}


def test_release_group_counts_hides_all_when_nothing_else_protects():
    assert shown({"a": 3, "b": 30}) == {"a": None, "b": None}


def test_hidden_parts_protects_a_part_that_is_hidden_for_another_reason():
    assert hidden_parts({"a": 20, "b": 9, "c": 30}, 8, also={"a"}) == {"a", "b"}


def test_merged_bars_merges_neighbours_until_each_holds_k_people():
    bars = merged_bars([0, 3, 5, 9, 0, 0, 12, 8, 0], 8)

    assert bars == (Bar(1, 3, 8), *(Bar(v, v, n) for v, n in ((4, 9), (5, 0), (6, 0), (7, 12), (8, 8), (9, 0))))


@pytest.mark.parametrize("counts", [[1, 7, 0, 0, 8, 0, 0, 0, 0], [8, 0, 1, 0, 0, 0, 0, 0, 7], [2] * 9])
def test_merged_bars_never_shows_a_bar_of_few_people(counts):
    bars = merged_bars(counts, 8)

    assert all(bar.people == 0 or bar.people >= 8 for bar in bars)
    assert sum(bar.people for bar in bars) == sum(counts)


def test_merged_bars_of_fewer_than_k_answers_is_nothing():
    assert merged_bars([7, 0, 0, 0, 0, 0, 0, 0, 0], 8) == ()


pytestmark = pytest.mark.django_db


def group_stage(*sizes):
    """A stage with one group for each size, whose people rate everything."""
    stage = Stage(round_=RoundFactory(aggregation="mean", weights="declared"), groups=group_list(len(sizes)))
    for group, size in enumerate(sizes):
        for number in range(size):
            stage.rate_all(stage.join(group=group), ROWS if number % 2 else ROWS[::-1])
    return stage


def group_list(count):
    return StakeholderGroupFactory.create_batch(count)


def names(stage, *places):
    return {stage.groups[place].code for place in places}


def test_release_ranking_hides_a_cell_of_fewer_than_k_answers(stage):
    for _ in range(8):
        stage.rate_all(stage.join(), [(9, 9), (5, 5)])
    for _ in range(2):
        stage.rate(stage.join(), 2, (1, 1))

    ranking = release_ranking(stage.recompute())

    hidden = ranking.row(stage.solutions[2].code)
    assert (hidden.rank, hidden.score, hidden.rank_low) == (None, None, None)
    assert [cell.value for cell in hidden.cells] == [None, None]


def test_release_ranking_leaves_no_gap_where_a_hidden_solution_stands(stage):
    for _ in range(8):
        stage.rate_all(stage.join(), [(9, 9), (1, 1)])
    stage.rate(stage.join(), 2, (5, 5))

    ranking = release_ranking(stage.recompute())

    assert [row.rank for row in ranking.ranked] == [1, 2]


def released_own_weights(make_stage, *, first, second):
    """So many people whose own weights put the first or the second solution on a shortlist of one."""
    stage = make_stage(aggregation="mean", weights="elicited", shortlist_size=1)
    for number in range(first + second):
        person = stage.join(group=number % 2)
        stage.rate_all(person, [(9, 1), (1, 9), (1, 1)])
        stage.weigh(person, (100, 50) if number < first else (50, 100))
    released = release_robustness(release_ranking(stage.recompute()))
    return released, [released.own_weights.get(item.code) for item in stage.solutions]


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        (8, 8, [0.5, 0.5, "few"]),
        (9, 7, ["nearly all", "few", "few"]),
        (16, 0, ["nearly all", "few", "few"]),
        (8, 11, [0.4, 0.6, "few"]),
        (8, 7, [None, None, None]),
    ],
)
def test_how_many_peoples_own_weights_bring_it_in_is_about_k_people_on_both_sides(make_stage, first, second, shown):
    assert released_own_weights(make_stage, first=first, second=second)[1] == shown


def test_the_mean_of_the_weights_of_those_who_put_it_first_is_never_released(make_stage):
    released, _ = released_own_weights(make_stage, first=15, second=1)

    assert set(released.data["acceptability"]) == {"any", "ordered"}


def test_release_robustness_is_withheld_while_a_solution_is_hidden(stage):
    for _ in range(8):
        stage.rate_all(stage.join(), [(9, 9), (1, 1)])
    stage.rate(stage.join(), 2, (5, 5))

    assert release_robustness(release_ranking(stage.recompute())) is None


def test_release_groups_shows_groups_of_k_people():
    stage = group_stage(8, 9)

    groups = release_groups(stage.recompute())

    assert set(groups.by_code) == names(stage, 0, 1)
    assert groups.by_code[stage.groups[0].code].people == 8


def test_release_groups_hides_a_small_group_and_the_next_smallest():
    stage = group_stage(7, 9, 20)

    groups = release_groups(stage.recompute())

    assert set(groups.by_code) == names(stage, 2)
    assert groups.hidden == tuple(sorted(stage.groups[place].name for place in (0, 1)))


def test_release_groups_hides_a_cell_that_few_of_a_group_answered():
    late = Stage(round_=RoundFactory(aggregation="mean", weights="declared"), groups=group_list(3))
    for group, size in enumerate((8, 9, 20)):
        for number in range(size):
            person = late.join(group=group)
            late.rate(person, 0, (5, 5))
            if group or number < 3:
                late.rate(person, 1, (4, 4))

    view = release_groups(late.recompute()).by_code

    option = late.solutions[1].code
    assert [view[g.code].values[option]["O1"] for g in late.groups] == [None, None, pytest.approx(37.5)]
    assert view[late.groups[0].code].scores[option] is None


def test_a_groups_figures_stay_when_one_person_changes_an_answer():
    stage = group_stage(8, 9)
    first = release_groups(stage.recompute())
    person = stage.round.participants.filter(group=stage.groups[0]).first()
    stage.rate(person, 0, (1, 1), version=1)

    second = release_groups(stage.recompute())

    assert second.by_code[stage.groups[0].code] == first.by_code[stage.groups[0].code]


def test_a_groups_figures_are_renewed_when_k_people_have_changed():
    stage = group_stage(8, 9)
    stage.recompute()
    for person in stage.round.participants.filter(group=stage.groups[0]):
        stage.rate(person, 0, (1, 2), version=1)

    groups = release_groups(stage.recompute())

    assert groups.by_code[stage.groups[0].code].run_number == 2
    assert groups.by_code[stage.groups[1].code].run_number == 1


def test_a_closed_round_shows_the_last_figures_of_every_group():
    stage = group_stage(8, 9)
    stage.recompute()
    person = stage.round.participants.filter(group=stage.groups[0]).first()
    stage.rate(person, 0, (1, 1), version=1)
    close_round(round_=stage.round, by=None)

    groups = release_groups(stage.recompute())

    assert {group.run_number for group in groups.shown} == {2}


def test_an_older_run_shows_the_groups_as_they_were_released_then():
    stage = group_stage(8, 9)
    first = stage.recompute()
    close_round(round_=stage.round, by=None)
    stage.recompute()

    assert {group.run_number for group in release_groups(first).shown} == {1}
    assert GroupRelease.objects.count() == 4


def test_release_spread_shows_no_distribution_of_fewer_than_k_answers(stage):
    for number in range(8):
        person = stage.join()
        stage.rate(person, 0, (9, 9))
        if number < 7:
            stage.rate(person, 1, (9, 9))

    run = stage.recompute()

    assert len(release_spread(run, stage.solutions[0])) == 2
    assert release_spread(run, stage.solutions[1]) == ()


def test_release_spread_counts_people_in_fives(stage):
    for number in range(22):
        stage.rate(stage.join(), 0, (9 if number < 13 else 1, 5))

    spread = release_spread(stage.recompute(), stage.solutions[0])[0]

    assert spread.people == 20
    assert [(bar.low, bar.people) for bar in spread.bars if bar.people] == [(1, 10), (9, 15)]


@pytest.mark.parametrize(("people", "texts"), [(7, 0), (8, 8)])
def test_release_comments_needs_k_people_who_commented(stage, curator, people, texts):
    for _ in range(people):
        CommentFactory(
            participant=stage.join(),
            round_solution=stage.solutions[0],
            status="released",
            released_text="This would help.",
            moderated_by=curator,
            moderated_at="2026-01-05T09:00Z",
        )

    assert len(release_comments(round_=stage.round, round_solution=stage.solutions[0])) == texts


def test_release_comments_shows_none_that_waits(stage):
    for _ in range(8):
        CommentFactory(participant=stage.join(), round_solution=stage.solutions[0])

    assert release_comments(round_=stage.round, round_solution=stage.solutions[0]) == ()


@pytest.mark.parametrize("sizes", [(1, 9, 20), (2, 7, 8, 9), (8, 9, 20, 7), (1, 2, 30, 40), (7, 7, 7, 30)])
def test_no_combination_of_released_figures_is_about_fewer_than_k_people(sizes):
    """Every released value of one cell is a sum over groups; no small set of groups lies in what they span."""
    stage = group_stage(*sizes)
    run = stage.recompute()
    groups = release_groups(run)
    released = [[1 / len(sizes)] * len(sizes)]  # the official value: each group counts the same
    for place, group in enumerate(stage.groups):
        if group.code in groups.by_code:
            released.append([float(n == place) for n in range(len(sizes))])
    if groups.all_shown:
        released.append([size / sum(sizes) for size in sizes])

    for few in small_sets(sizes, smallest=8):
        assert not spans(released, [float(n in few) for n in range(len(sizes))])


def small_sets(sizes, smallest):
    places = range(len(sizes))
    return [
        some
        for count in range(1, len(sizes) + 1)
        for some in itertools.combinations(places, count)
        if sum(sizes[place] for place in some) < smallest
    ]


def spans(rows, target):
    table = np.array(rows)
    return np.linalg.matrix_rank(np.vstack([table, target])) == np.linalg.matrix_rank(table)

"""The gate: nothing about fewer than k people, nor what could be found by subtraction."""

import pytest

from ratings.disclosure import release_group_counts, release_ranking


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


@pytest.mark.django_db
def test_release_ranking_hides_a_cell_of_fewer_than_k_answers(stage):
    for _ in range(8):
        stage.rate_all(stage.join(), [(9, 9), (5, 5)])
    for _ in range(2):
        stage.rate(stage.join(), 2, (1, 1))

    ranking = release_ranking(stage.recompute())

    hidden = ranking.row(stage.solutions[2].code)
    assert (hidden.rank, hidden.score) == (None, None)
    assert [cell.value for cell in hidden.cells] == [None, None]

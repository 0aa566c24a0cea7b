"""What would change the order: tried weights, flips, voices, and what stays hidden."""

from dataclasses import replace

import pytest
from django.urls import reverse

from tests.conftest import Stage
from tests.factories.ratings import RoundFactory, StakeholderGroupFactory

pytestmark = pytest.mark.django_db

# S1 is best on the first objective, S2 on the second, S3 never.
ROWS = [(9, 2), (2, 8), (2, 2)]


@pytest.fixture
def opposed():
    stage = Stage(
        round_=RoundFactory(aggregation="mean", weights="declared", shortlist_size=1),
        groups=StakeholderGroupFactory.create_batch(2),
    )
    for number in range(16):
        stage.rate_all(stage.join(group=number % 2), ROWS)
    stage.recompute()
    return stage


@pytest.fixture
def page(client, executive, opposed):
    client.force_login(executive)

    def get(**query):
        return client.get(reverse("governance:board-changes", args=[opposed.round.slug]), query)

    return get


def test_other_weights_give_another_order_beside_the_official_one(page, opposed):
    rows = page(O1="80", O2="20").context["what_if"].rows

    # With 80 to 20: S1 80 + 2.5, S2 10 + 17.5, S3 12.5.
    assert [(row.code, rank, row.rank) for row, _, rank in rows] == [
        (opposed.solutions[0].code, 1, 2),
        (opposed.solutions[1].code, 2, 1),
        (opposed.solutions[2].code, 3, 3),
    ]
    assert rows[0][1] == pytest.approx(82.5)


def test_weights_that_are_all_zero_are_refused(page):
    response = page(O1="0", O2="0")

    assert "Give at least one objective a weight of more than 0." in response.text
    assert "what_if" not in response.context


@pytest.mark.parametrize("weight", ["-1", "101", "abc", "", "1e9"])
def test_a_weight_off_the_slider_gives_no_order(page, weight):
    response = page(O1=weight, O2="10")

    assert response.status_code == 200
    assert "what_if" not in response.context


def test_the_nearest_other_first_place_is_named(page, opposed):
    response = page()

    flip = response.context["changes"].robustness["first_place"]
    assert flip["option"] == opposed.solutions[0].code


def test_a_solution_that_never_reaches_the_shortlist_is_named(page, opposed):
    assert [row.code for row in page().context["changes"].never_in_top] == [opposed.solutions[2].code]


def test_both_groups_stand_beside_the_official_order(page, opposed):
    assert len(page().context["changes"].groups.shown) == 2


def test_nothing_is_shown_to_few_people(client, executive, stage):
    stage.rate_all(stage.join(), ROWS)
    stage.recompute()
    client.force_login(executive)

    response = client.get(reverse("governance:board-changes", args=[stage.round.slug]))

    assert "There is no ranking to look at yet" in response.text
    assert "Try other weights" not in response.text


def test_board_changes_query_count(page, django_assert_num_queries):
    with django_assert_num_queries(8):
        page()


def test_another_method_says_who_comes_onto_the_shortlist_and_who_goes(page, opposed):
    ranks = {item.code: rank for rank, item in enumerate(opposed.solutions, start=1)}
    stored = {"k": 1, "cross_checks": [{"method": "TOPSIS", "tau": 0.33, "ranks": ranks}]}

    [method] = replace(page().context["changes"], robustness=stored).other_methods

    coming, going = (item.code for item in opposed.solutions[:2])  # the second is officially first
    assert ([row.code for row in method.coming], [row.code for row in method.going]) == ([coming], [going])


def test_methods_with_the_same_shortlist_name_nobody(page):
    methods = page().context["changes"].other_methods

    assert [(method.coming, method.going) for method in methods] == [((), ())] * 5

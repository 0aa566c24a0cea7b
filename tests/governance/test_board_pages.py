"""One solution, who disagrees, who took part, the overview and the published results: what each shows and to whom."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ratings.models import Participant, RecomputeRequest
from ratings.services.rounds import close_round, publish_round
from tests.conftest import Stage
from tests.factories.accounts import UserFactory
from tests.factories.governance import DecisionFactory
from tests.factories.ratings import (
    CommentFactory,
    RoundFactory,
    RoundGroupFactory,
    RoundSolutionFactory,
    StakeholderGroupFactory,
)

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12


@pytest.fixture
def stage():
    """Two groups of ten and one of three. They differ about the second solution, at the edge of a shortlist of one."""
    stage = Stage(
        round_=RoundFactory(aggregation="mean", weights="declared", shortlist_size=1),
        groups=StakeholderGroupFactory.create_batch(3),
    )
    for group, size in enumerate((10, 12, 3)):
        for number in range(size):
            second = 9 if group else 2
            first = 9 if number % 3 else 3
            stage.rate_all(stage.join(group=group), [(first, first), (second, second), (1, 1)])
    stage.recompute()
    return stage


@pytest.fixture
def page(client, executive, stage):
    client.force_login(executive)

    def get(name, *keys):
        return client.get(reverse(f"governance:{name}", args=[stage.round.slug, *keys]))

    return get


@pytest.fixture
def solution(page, stage):
    return lambda place=0: page("board-solution", stage.solutions[place].code)


def test_a_solution_shows_its_place_in_words(solution):
    text = " ".join(solution(2).text.split())

    assert "is 3rd with 0 points; plausible range 3rd only; under 1% chance of the top 1" in text


def test_a_solution_shows_how_its_answers_are_spread_in_parts_of_k_people_in_fives(solution):
    spreads = solution().context["solution"].spreads

    assert [bar.people for bar in spreads[0].bars if bar.people] == [10, 15]


def test_a_solution_shows_groups_side_by_side_and_names_the_hidden_ones(solution, stage):
    response = solution(1)

    names = [view.group.name for view, *_ in response.context["solution"].views]
    assert names == [stage.groups[1].name]
    assert response.context["solution"].groups.hidden == tuple(sorted(stage.groups[n].name for n in (0, 2)))


def test_a_solution_says_at_which_weight_it_changes_places(client, executive):
    stage = Stage(round_=RoundFactory(aggregation="mean", weights="declared", shortlist_size=1))
    for _ in range(8):
        stage.rate_all(stage.join(), [(9, 2), (2, 8), (2, 2)])
    stage.recompute()
    client.force_login(executive)

    page = client.get(reverse("governance:board-solution", args=[stage.round.slug, stage.solutions[0].code]))

    swap = next(swap for swap in page.context["solution"].swaps if swap.objective.code == "O1")
    # 87.5 w + 0 = 75 (1 - w) above the 12.5 both have at least.
    assert (swap.other.code, swap.is_above, swap.weight) == (stage.solutions[1].code, True, pytest.approx(75 / 162.5))
    assert page.context["solution"].first_weights["O1"] > swap.weight


def test_a_solution_shows_released_comments_of_k_people_only(solution, stage):
    people = list(stage.round.participants.all()[:8])
    moderated = {"moderated_at": timezone.now(), "moderated_by": UserFactory()}
    for number, person in enumerate(people):
        released = {"status": "released", "released_text": f"Word {number}", **moderated} if number < 2 else {}
        CommentFactory(participant=person, round_solution=stage.solutions[0], text=f"Own {number}", **released)

    assert sorted(solution().context["solution"].comments) == ["Word 0", "Word 1"]

    people[0].comments.all().delete()
    assert solution().context["solution"].comments == ()
    assert "Each shows once a curator has read it and at least 8 people have commented." in solution().text


def test_a_solution_shows_its_decisions(solution, stage):
    decision = DecisionFactory(run=stage.round.current_run, round_solution=stage.solutions[0])

    assert decision.get_absolute_url() in solution().text


def test_a_solution_of_another_round_is_not_there(page):
    assert page("board-solution", RoundSolutionFactory().code).status_code == 404


def test_people_differ_and_the_meeting_is_told(page, stage):
    agreement = page("board-agreement").context["agreement"]

    counts = {quadrant.title: len(quadrant.rows) for quadrant in agreement.quadrants}
    assert counts["Agreed low"] == 1
    assert counts["Groups differ"] + counts["People differ within groups"] >= 1
    assert agreement.agenda[0].row.code in {item.code for item in stage.solutions[:2]}
    assert "What we said:" in page("board-agenda").text


def test_a_heat_cell_has_its_number_and_its_run(page, stage):
    response = page("board-agreement")

    assert [[cell and round(cell) for cell in cells] for _, cells in response.context["agreement"].heat] == [
        [75],
        [100],
        [0],
    ]
    assert "12 people, as of run 1" in response.text


def test_people_page_counts_against_the_target(client, executive, db):
    round_ = RoundFactory(aggregation="mean")
    groups = [RoundGroupFactory(round=round_, target_people=target).group for target in (10, 40)]
    stage = Stage(round_=round_, groups=groups)
    for number in range(20):
        stage.rate_all(stage.join(group=number % 2), [(9, 9), (5, 5), (1, None)])
    Participant.objects.update(submitted_at=timezone.now())
    stage.recompute()
    client.force_login(executive)

    people = client.get(reverse("governance:board-people", args=[round_.slug])).context["people"]

    assert [(part.joined, part.target, part.finished) for part in people.participation.groups] == [
        (10, 10, 10),
        (10, 40, 10),
    ]
    assert people.groups.representation.ratio == 0.25
    assert people.gaps[0].at_least is not None


def test_people_page_shows_administrators_nothing_of_what_was_said(client, administrator, stage):
    client.force_login(administrator)

    response = client.get(reverse("governance:board-people", args=[stage.round.slug]))

    assert response.context["people"].stability == ()
    assert "Who could not judge what" not in response.text


@pytest.mark.parametrize("name", ["board-agreement", "board-agenda", "board-people"])
def test_nothing_of_an_after_close_round_is_shown_while_it_is_open(client, executive, name):
    stage = Stage(round_=RoundFactory(visibility="after_close"))
    for _ in range(10):
        stage.rate_all(stage.join(), [(9, 9), (5, 5), (1, None)])
    stage.recompute()
    client.force_login(executive)

    response = client.get(reverse(f"governance:{name}", args=[stage.round.slug]))

    assert response.status_code == 200
    assert "Solution" not in response.text.replace("Solutions", "")


def overview(client):
    return client.get(reverse("governance:board-list")).context["overview"]


def test_overview_says_how_much_is_answered_and_who_is_missing(client, executive, stage):
    client.force_login(executive)

    item = next(item for item in overview(client) if item.round == stage.round)

    assert item.completeness == 1
    assert item.participation.everybody.joined == 25
    assert [part.joined for part in item.participation.groups[-3:]] == [None, 10, None]  # 12, in fives


@pytest.mark.parametrize(("seconds", "labels"), [(30, []), (90, ["Late"]), (600, ["Too late"])])
def test_overview_warns_of_answers_that_wait(client, executive, stage, seconds, labels):
    RecomputeRequest.objects.create(round=stage.round, requested_at=timezone.now() - timedelta(seconds=seconds))
    client.force_login(executive)

    item = next(item for item in overview(client) if item.round == stage.round)

    assert [alert.label for alert in item.alerts] == labels


def test_overview_warns_of_a_group_without_a_voice_and_of_the_end(client, executive):
    stage = Stage(round_=RoundFactory(closes_at=timezone.now() + timedelta(days=2)))
    stage.rate_all(stage.join(), [(9, 9), (5, 5), (1, 1)])
    stage.recompute()
    client.force_login(executive)

    alerts = overview(client)[0].alerts

    assert [alert.label for alert in alerts] == ["Soon", "Missing"]
    assert stage.groups[1].name in alerts[1].text


@pytest.fixture
def results(client, stage):
    close_round(round_=stage.round, by=None)
    stage.recompute()
    publish_round(round_=stage.round, by=None)
    return lambda: client.get(reverse("governance:round-results", args=[stage.round.slug]))


def test_results_show_a_visitor_ranks_with_ranges_groups_people_and_decisions(results, stage):
    stage.round.refresh_from_db()
    decision = DecisionFactory(run=stage.round.current_run, round_solution=stage.solutions[0])

    response = results()

    assert "Plausible ranks" in response.text
    assert [view.group for view in response.context["results"].groups.shown] == [stage.groups[1]]
    assert response.context["results"].participation.everybody.joined == 25
    assert decision.get_absolute_url() in response.text


def test_pages_keep_to_their_queries(page, solution, stage, results, django_assert_max_num_queries):
    for get in (
        solution,
        lambda: page("board-agreement"),
        lambda: page("board-agenda"),
        lambda: page("board-people"),
        results,
    ):
        with django_assert_max_num_queries(MOST_QUERIES):
            get()

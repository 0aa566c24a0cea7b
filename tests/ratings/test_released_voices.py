"""The gate, for whose voice makes the order: a group's own order, the order without it, other voices."""

import pytest

from ratings.disclosure import NO_ORDER, ReleasedVoices, release_agreement, release_groups, release_ranking
from ratings.services.rounds import close_round
from tests.conftest import Stage
from tests.factories.ratings import RoundFactory, StakeholderGroupFactory

pytestmark = pytest.mark.django_db

HIGH, MIDDLE, LOW = (9, 9), (5, 5), (1, 1)
# The last solution is the first group's third and last of all.
FIRST, OTHERS = [HIGH, MIDDLE, LOW, (3, 3)], [HIGH, (7, 7), MIDDLE, LOW]


def staged(*sizes, first=FIRST, **policies):
    """Groups of these sizes; the first one's people answer `first`, the others' OTHERS."""
    stage = Stage(
        round_=RoundFactory(aggregation="mean", weights="declared", shortlist_size=2, **policies),
        groups=StakeholderGroupFactory.create_batch(len(sizes)),
        solutions=4,
    )
    for group, size in enumerate(sizes):
        for _ in range(size):
            stage.rate_all(stage.join(group=group), OTHERS if group else first)
    return stage


def with_few_on_the_last(few=3):
    """As above, but few of the first group, and of the second, rated the last solution."""
    stage = staged(12, 12, 20, first=FIRST[:3])
    for person in stage.round.participants.filter(group=stage.groups[0])[:few]:
        stage.rate(person, 3, HIGH)
    return stage


def released(stage):
    run = stage.recompute() or stage.round.current_run
    return ReleasedVoices(release_ranking(run), release_groups(run))


def first_group(stage, voices):
    return voices.groups.by_code[stage.groups[0].code]


def codes(stage, *places):
    return [stage.solutions[place].code for place in places]


def test_a_group_all_of_whose_scores_are_shown_has_an_order():
    stage = staged(8, 9)

    group = first_group(stage, released(stage))

    assert list(group.ranks.values()) == [1, 2, 4, 3]
    assert group.why_no_order == ""


def test_a_group_with_a_hidden_score_has_no_order_and_says_why():
    stage = with_few_on_the_last()

    voices = released(stage)

    group = first_group(stage, voices)
    assert set(group.ranks.values()) == {None}
    assert group.why_no_order == NO_ORDER
    assert group.scores[codes(stage, 0)[0]] == pytest.approx(100)
    assert stage.groups[0].name in voices.groups.unordered


def test_the_best_of_a_group_is_kept_on_the_list_with_the_groups_name():
    stage = staged(8, 9)

    safeguards = released(stage).safeguards

    named = {each.row.code: [item.group for item in each.groups] for each in safeguards}
    assert named == {codes(stage, 2)[0]: [stage.groups[1]], codes(stage, 3)[0]: [stage.groups[0]]}


def test_a_solution_that_few_of_a_group_rated_is_not_named_as_one_of_its_best():
    stage = with_few_on_the_last()

    voices = released(stage)

    named = {item.group for each in voices.safeguards for item in each.groups}
    assert stage.groups[0] not in named


def test_the_best_of_a_group_are_as_of_the_run_at_which_it_was_renewed():
    stage = staged(8, 9)
    before = released(stage).safeguards
    for person in stage.round.participants.filter(group=stage.groups[0])[:3]:
        stage.rate(person, 2, HIGH, version=1)  # the third solution now passes the last in this group

    after = released(stage)

    assert after.ranking.run.number == 2
    assert [(each.row.code, each.groups) for each in after.safeguards] == [
        (each.row.code, each.groups) for each in before
    ]


def test_a_hidden_solution_is_no_safeguard_and_leaves_its_place_on_the_shortlist_to_the_next():
    stage = staged(8, 9, first=OTHERS[:3])
    stage.round.participants.filter(group=stage.groups[1]).delete()
    stage.rate(stage.round.participants.first(), 3, HIGH)

    voices = released(stage)

    assert [row.rank for row in voices.ranking.ranked] == [1, 2, 3]
    assert [list(ranks.values()) for ranks in voices.policies.values()] == [[1, 2, 3]] * len(voices.policies)
    assert voices.safeguards == ()


def test_the_order_without_a_group_is_there_only_while_its_own_order_is():
    whole, part = staged(8, 9), with_few_on_the_last()

    assert first_group(whole, released(whole)).ranks_without == dict(
        zip(codes(whole, *range(4)), (1, 2, 3, 4), strict=True)
    )
    assert first_group(part, released(part)).ranks_without == {}


def test_there_is_no_order_without_a_hidden_group():
    stage = staged(7, 9, 20)

    assert [item.group for item in released(stage).groups.ordered] == [stage.groups[2]]


def test_the_order_without_a_group_stays_while_few_of_it_answer_anew():
    stage = staged(8, 9)
    before = [item.ranks_without for item in released(stage).groups.ordered]
    for person in stage.round.participants.filter(group=stage.groups[1])[:7]:
        stage.rate(person, 3, HIGH, version=1)
        stage.rate(person, 0, LOW, version=1)

    after = released(stage)

    assert [item.ranks_without for item in after.groups.ordered] == before
    assert after.ranking.run.details["without"][stage.groups[0].code] != before[0]


def test_other_voices_give_ranks_alone():
    ranks = {rank for policy in released(staged(8, 9)).policies.values() for rank in policy.values()}

    assert ranks == {1, 2, 3, 4}


@pytest.mark.parametrize(("sizes", "is_shown"), [((8, 9), True), ((7, 9, 20), False)])
def test_how_many_people_a_voice_is_worth_waits_until_all_groups_are_shown(sizes, is_shown):
    groups = released(staged(*sizes)).groups

    assert (groups.effective_people is not None) == is_shown


def test_how_many_people_a_voice_is_worth_waits_until_all_groups_are_renewed():
    stage = staged(8, 9)
    released(stage)
    stage.rate_all(stage.join(group=1), OTHERS)
    waiting = released(stage).groups.effective_people
    close_round(round_=stage.round, by=None)

    closed = released(stage).groups.effective_people

    assert (waiting, closed) == (None, pytest.approx(2 * 2 / (1 / 8 + 1 / 10)))


def test_groups_are_compared_only_on_solutions_that_enough_of_each_rated():
    """The few stand far apart from all others, which would else say of them that groups differ."""
    stage = staged(12, 12, first=FIRST[:3])
    for number, person in enumerate(stage.round.participants.filter(group=stage.groups[0])[:4]):
        stage.rate(person, 3, (9, 8) if number % 2 else HIGH)

    found = release_agreement(released(stage).ranking)

    last = codes(stage, 3)[0]
    assert found.quadrants[last] == "no clear disagreement"
    assert found.untold == {last}


def test_people_who_are_few_in_their_group_are_no_sign_that_people_differ():
    stage = staged(20, 6)
    for number, person in enumerate(stage.round.participants.filter(group=stage.groups[1])):
        stage.rate(person, 0, HIGH if number % 2 else LOW, version=1)

    found = release_agreement(released(stage).ranking)

    assert found.quadrants[codes(stage, 0)[0]] == "no clear disagreement"


def test_a_wide_gap_that_may_be_chance_is_told_apart_from_one_that_nobody_can_see():
    stage = staged(8, 9, 9, 9)
    three = stage.round.participants.filter(group=stage.groups[0])[:3]
    for person, answers in zip(three, (LOW, LOW, (8, 8)), strict=True):
        stage.rate(person, 0, answers, version=1)

    found = release_agreement(released(stage).ranking)

    assert found.quadrants[codes(stage, 0)[0]] == "no clear disagreement"
    assert found.untold == frozenset()


@pytest.mark.parametrize(("givers", "score"), [(7, 50), (8, 100)])
def test_a_group_s_own_weights_count_once_k_of_it_gave_some(givers, score):
    stage = Stage(
        round_=RoundFactory(aggregation="mean", weights="elicited"), groups=StakeholderGroupFactory.create_batch(2)
    )
    for group, points, weighing in ((0, (100, 0), givers), (1, (0, 100), 9)):
        for number in range(9):
            person = stage.join(group=group)
            stage.rate_all(person, [(9, 1), MIDDLE, LOW])
            if number < weighing:
                stage.weigh(person, points)

    group = first_group(stage, released(stage))

    assert group.scores[stage.solutions[0].code] == pytest.approx(score)

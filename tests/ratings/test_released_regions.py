"""The gate, for regions beside groups and ways of taking part: nothing about few people, not even by subtraction."""

import itertools

import numpy as np
import pytest
from django.utils import timezone

from ratings.disclosure import release_participation
from ratings.disclosure.divisions import STEPS, Part, divide, hide_alike
from tests.factories.ratings import (
    InvitationFactory,
    ParticipantFactory,
    RatingFactory,
    RoundFactory,
    StakeholderGroupFactory,
)
from tests.factories.regions import RegionFactory, RoundRegionFactory

K = 8
GROUPS, REGIONS, MODES = ("a", "b", "c"), ("n", "s", "w", None), ("self", "paper")
KEYS = {"group_id": GROUPS, "region_id": REGIONS, "mode": MODES}
CELLS = list(itertools.product(GROUPS, REGIONS, MODES))


def rows_of(table):
    """`table` has people by step and cell."""
    cells = [dict(zip(KEYS, cell, strict=True)) for cell in CELLS]
    return [cell | dict(zip(STEPS, map(int, steps), strict=True)) for cell, steps in zip(cells, table.T, strict=True)]


def released(table):
    divisions = {
        key: divide([Part(name, str(name)) for name in names], key, people=rows_of(table))
        for key, names in KEYS.items()
    }
    hidden = hide_alike(division.hidden(K) for division in divisions.values())
    return dict(zip(divisions, zip(divisions.values(), hidden, strict=True), strict=True))


def members(key, names):
    place = list(KEYS).index(key)
    return np.array([cell[place] in names for cell in CELLS], dtype=float)


def at_step(step, cells):
    """A sum over cells at one step, as a row over all unknowns."""
    return np.concatenate([cells if step == other else np.zeros(len(CELLS)) for other in STEPS])


def known_sums(found):
    """What a reader knows, one row of the linear system each: shown parts, totals, and that parts of nobody are empty,
    be it nobody who is there or nobody who stopped.
    """
    for key, (division, hidden) in found.items():
        shown = {}
        for step, part in itertools.product(STEPS, KEYS[key]):
            if hidden[step] is not None and part not in hidden[step]:
                shown[step, part] = division.steps[step][part]
                yield at_step(step, members(key, [part]))
        for step in STEPS:
            if hidden[step] is not None:
                yield at_step(step, np.ones(len(CELLS)))
        yield from empty_cells(key, shown)


def empty_cells(key, shown):
    for (step, part), people in shown.items():
        for cell in np.eye(len(CELLS))[members(key, [part]) > 0]:
            if not people:
                yield from (at_step(later, cell) for later in STEPS[STEPS.index(step) :])
            for later in STEPS[STEPS.index(step) + 1 :]:
                if shown.get((later, part)) == people:
                    yield at_step(step, cell) - at_step(later, cell)


def secrets_of(table):
    """Every set of parts of one division, there or stopped between two steps, that is of 1 to k-1 people."""
    for key, names in KEYS.items():
        for size in range(1, len(names) + 1):
            for some in itertools.combinations(names, size):
                cells = members(key, some)
                people = table @ cells
                for place, step in enumerate(STEPS):
                    if 0 < people[place] < K:
                        yield f"{step} {some}", at_step(step, cells)
                    for later in range(place + 1, len(STEPS)):
                        if 0 < people[place] - people[later] < K:
                            yield f"stopped {some}", at_step(step, cells) - at_step(STEPS[later], cells)


def worked_out(table):
    """The secrets that follow from what is shown."""
    known = np.array(list(known_sums(released(table))) or [np.zeros(len(STEPS) * len(CELLS))])
    _, sizes, directions = np.linalg.svd(known, full_matrices=False)
    basis = directions[sizes > 1e-9]
    return [name for name, row in secrets_of(table) if np.abs(row - basis.T @ (basis @ row)).max() < 1e-9]


def planted(rng, sizes):
    """People of each region at random in a group and a way; some stop before they start, some before they finish."""
    joined = np.zeros(len(CELLS))
    for region, size in zip(REGIONS, sizes, strict=True):
        for _ in range(size):
            group = GROUPS[rng.choice(len(GROUPS), p=rng.permutation([0.05, 0.35, 0.6]))]
            joined[CELLS.index((group, region, MODES[rng.random() < 0.1]))] += 1
    started = rng.binomial(joined.astype(int), rng.choice([0.6, 0.95, 1]))
    return np.array([joined, started, rng.binomial(started, rng.choice([0.6, 0.95, 1]))])


@pytest.mark.parametrize("sizes", list(itertools.combinations_with_replacement([1, 2, 7, 8, 9], 3)), ids=str)
def test_nothing_about_few_people_of_a_region_can_be_worked_out(sizes):
    rng = np.random.default_rng(sum(10**place * size for place, size in enumerate(sizes)))

    found = [worked_out(planted(rng, rng.permutation([*sizes, rest]))) for rest in (0, 1, 8, 30)]

    assert found == [[], [], [], []]


def test_the_linear_system_finds_what_a_careless_table_gives_away():
    """The test above would see it: with every part shown, the one person of a region is known."""
    table = planted(np.random.default_rng(1), (1, 9, 9, 9))
    known = np.array([at_step("joined", members("region_id", [name])) for name in REGIONS[1:]])
    total = at_step("joined", np.ones(len(CELLS)))

    secret = dict(secrets_of(table))["joined ('n',)"]

    assert np.allclose(total - known.sum(axis=0), secret)


pytestmark = pytest.mark.django_db


@pytest.fixture
def round_():
    return RoundFactory(smallest_group=K)


@pytest.fixture
def regions(round_):
    return [RoundRegionFactory(round=round_, target_people=20).region for _ in range(5)]


@pytest.fixture
def group():
    return StakeholderGroupFactory()


def add(round_, group, region, people, **fields):
    return ParticipantFactory.create_batch(people, round=round_, group=group, region=region, **fields)


def joined(round_):
    return [part.joined for part in release_participation([round_])[round_.pk].regions]


def test_regions_of_few_people_are_hidden_and_so_is_the_next_smallest(round_, regions, group):
    for region, people in zip(regions, (1, 2, 7, 8, 9), strict=True):
        add(round_, group, region, people)
    add(round_, group, None, 12)

    assert joined(round_) == [None, None, None, 10, 10, 10]  # 8, 9 and 12, in fives


def test_one_small_region_takes_a_larger_one_along(round_, regions, group):
    for region, people in zip(regions, (1, 8, 9, 0, 10), strict=True):
        add(round_, group, region, people)

    assert joined(round_) == [None, None, 10, 0, 10, 0]


def test_people_who_did_not_say_are_a_part_like_the_others(round_, regions, group):
    add(round_, group, regions[0], 20)
    add(round_, group, regions[1], 30)
    add(round_, group, None, 3)

    found = release_participation([round_])[round_.pk].regions

    assert [(part.name, part.joined) for part in found if part.joined != 0] == [
        (regions[0].name, None),
        (regions[1].name, 30),
        ("Not said", None),
    ]
    assert found[-1].target is None


def test_regions_count_every_step_against_their_target(round_, regions, group):
    people = add(round_, group, regions[0], 30) + add(round_, group, regions[1], 20)
    for person in people[:20]:
        RatingFactory(participant=person)
    for person in people[:10]:
        person.submitted_at = timezone.now()
        person.save(update_fields=["submitted_at"])
    InvitationFactory.create_batch(40, round=round_, group=group, region=regions[0])

    part = release_participation([round_])[round_.pk].regions[0]

    assert (part.invited, part.joined, part.started, part.finished, part.target) == (40, 30, 20, 10, 20)


def test_an_address_that_was_invited_twice_counts_once_as_it_was_invited_last(round_, regions, group):
    add(round_, group, regions[1], 20)
    for number in range(10):
        for region in regions[:2]:
            waiting = {"revoked_at": None} if region == regions[1] else {"accepted_on": "2026-02-02"}
            InvitationFactory(round=round_, group=group, region=region, email=f"a{number}@example.org", **waiting)

    found = release_participation([round_])[round_.pk]

    assert found.everybody.invited == 10
    assert [part.invited for part in found.regions[:2]] == [0, 10]


def test_a_total_that_one_division_hides_is_not_in_another_ones_parts():
    """Groups show how many were invited, all but 3 of whom joined; by region the difference would look large."""
    people = [
        {"group_id": "a", "region_id": "n", "joined": 20, "started": 0, "finished": 0},
        {"group_id": "b", "region_id": "s", "joined": 20, "started": 0, "finished": 0},
    ]
    invited = [
        {"group_id": "a", "region_id": "s", "invited": 20},
        {"group_id": "b", "region_id": "n", "invited": 12},
        {"group_id": "b", "region_id": "s", "invited": 11},
    ]
    by_group = divide([Part("a", "A"), Part("b", "B")], "group_id", people=people, invited=invited)
    by_region = divide([Part("n", "N"), Part("s", "S")], "region_id", people=people, invited=invited)

    hidden = hide_alike([by_group.hidden(K), by_region.hidden(K)])

    assert by_region.hidden(K)["invited"] is not None
    assert [each["invited"] for each in hidden] == [None, None]


def test_a_network_without_regions_shows_none(round_, group):
    add(round_, group, None, 20)

    assert release_participation([round_])[round_.pk].regions == ()


def test_a_region_that_the_round_does_not_name_still_counts(round_, regions, group):
    other = RegionFactory()
    add(round_, group, other, 20)
    add(round_, group, regions[0], 20)

    found = release_participation([round_])[round_.pk].regions

    assert {part.name: part.joined for part in found}[other.name] == 20


def test_regions_cost_no_query_of_their_own(round_, regions, group, django_assert_num_queries):
    add(round_, group, regions[0], 20)
    rounds = [round_, RoundFactory()]

    with django_assert_num_queries(3):
        release_participation(rounds)

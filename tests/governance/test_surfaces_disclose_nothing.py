"""Nothing about fewer than k people stands on any surface, nor can it be worked out from all surfaces together.

People of a planted survey answer otherwise, some after others, and every figure of every surface is read again. Which
figures move, and by how much, says of whom each one is.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pytest

from mhin.accounts.models import User
from ratings.models import Participant
from tests.factories.governance import DecisionFactory
from tests.governance.figures import Figures, spot
from tests.governance.linear import Response, Unit, few, forms, response, tells_of
from tests.governance.planted import (
    APART,
    EVERYBODY,
    LAST,
    ONE_MISSING,
    SIZES,
    SMALLEST,
    Cell,
    Planted,
    Rows,
    by_chance,
    moved,
    not_finished,
)
from tests.governance.surfaces import ADMINISTRATOR, CURATOR, EXECUTIVE, NOT_COLLECTED, routes, visits

pytestmark = pytest.mark.django_db

LOW, MIDDLE, HIGH = 3, 6, 9
OF_A_GROUP = re.compile(r"The (eight|nine)|Without the (eight|nine)|group-views-figure\.data\[\]\.(x|text)")


@pytest.fixture
def staff(executive, administrator, curator) -> dict[str, User]:
    return {EXECUTIVE: executive, ADMINISTRATOR: administrator, CURATOR: curator}


def test_every_page_and_operation_is_read_or_the_list_says_why_not():
    decision = DecisionFactory()
    round_ = decision.run.round
    round_.current_run = decision.run

    read = {visit.route for visit in visits(round_, decision)}

    assert set(routes()) - read == set(NOT_COLLECTED)
    assert read - set(routes()) == {"home"}


def in_order(name: str, at: int) -> Rows:
    """Solutions so far apart that their order stays whatever people say of the two in the middle.

    Eight of the forty or more give each answer and keep to it, so that no bar of a chart has to be merged.
    """
    middle = [MIDDLE, HIGH, LOW, LOW][at // 10] if name == "forty" else LOW
    return [[9, 9], [9, middle], [middle, 1], [1, 1]]


def parts(planted: Planted, cell: Cell) -> list[tuple[Unit, list[Participant]]]:
    """The groups, one person apart in two of them, and two parts of the largest. Whoever looks on changes nothing."""
    groups = planted.groups
    found = [(Unit(name, name, len(groups[name]), len(groups[name])), groups[name]) for name in ("one", "two", "seven")]
    for name in ("eight", "nine"):
        one, *others = groups[name]
        movers = [person for person in others if person != planted.onlooker]
        found.append((Unit(f"the others of the {name}", name, len(movers), len(others)), movers))
        if cell == EVERYBODY:
            found.append((Unit(f"one of the {name}", name, 1, 1), [one]))
    forty = groups["forty"]
    return [*found, *((Unit(f"five from {at}", "forty", 5, 40), forty[at : at + 5]) for at in (30, 35))]


def responses(planted: Planted, cell: Cell) -> dict[str, Response]:
    """How each figure moves when one unit after the other answers high. Those that come and go are left out."""
    units, people = zip(*parts(planted, cell), strict=True)

    def after(*at: int) -> Figures:
        return planted.look(*(partial(planted.rate, people[n], cell, HIGH) for n in at), is_published=True)

    before = after()
    alone = [after(at) for at in range(len(units))]
    many = [at for at, unit in enumerate(units) if unit.people >= SMALLEST]
    together = [(after(*at), at) for at in (range(len(units)), range(0, len(units), 2), many)]
    always = set(before).intersection(*alone, *(figures for figures, _ in together))
    return {
        place: response(before[place], [f[place] for f in alone], [(f[place], at) for f, at in together])
        for place in always & set().union(*(moved(before, figures) for figures in alone))
    }


@pytest.mark.slow
@pytest.mark.parametrize("cell", [EVERYBODY, ONE_MISSING], ids=["everybody answered", "one is missing"])
def test_no_figure_and_no_combination_of_figures_is_about_few_people(staff, cell):
    planted = Planted(staff, in_order, SIZES | {"forty": 40})
    units = [unit for unit, _ in parts(planted, cell)]
    known = forms(units, {name: planted.answered(name, cell) for name in planted.groups})

    found = responses(planted, cell)

    form_of = {place: next((n for n, form in known.items() if each.has(form)), None) for place, each in found.items()}
    seen = {form for form in form_of.values() if form}
    told = [
        [unit.name for unit in some]
        for some in few(units, SMALLEST)
        if tells_of([known[form] for form in seen], np.array([unit in some for unit in units]))
    ]
    assert {place for place, each in found.items() if each.is_about_few(units, SMALLEST)} == set()
    assert {place for place, each in found.items() if each.is_sum and each.is_exact and not form_of[place]} == set()
    assert told == []
    assert {"all groups the same", "the nine alone", "the forty alone"} <= seen


@dataclass(frozen=True)
class Change:
    """Some people do otherwise."""

    people: list[Participant]
    act: Callable[[], object]


def only_with(planted: Planted, alone: Sequence[Change], together: Sequence[Change]) -> set[str]:
    """Where figures move with people alone, but never unless somebody of the same few does otherwise."""
    before = planted.look()
    movers: dict[str, list[set[int]]] = {}
    for changes, add in ((alone, movers.setdefault), (together, movers.get)):
        for change in changes:
            for where in {spot(place) for place in moved(before, planted.look(change.act))}:
                found = add(where, [])
                if found is not None:
                    found.append({person.pk for person in change.people})
    sets = planted.few()
    return {where for where, found in movers.items() if any(all(who & few for who in found) for few in sets)}


@pytest.mark.slow
def test_no_figure_moves_with_few_people_alone_who_have_not_finished(staff):
    planted = Planted(staff, by_chance(7), SIZES)
    first = [people[:1] for people in planted.groups.values() if len(people) > 1]  # nobody at all may be shown
    alone, together = (
        [Change(people, partial(not_finished, people)) for people in each] for each in (first, planted.crowds())
    )

    found = only_with(planted, alone, together)

    assert found == set()


@pytest.mark.slow
def test_a_groups_figures_stay_from_run_to_run_while_few_of_it_answer_anew(staff):
    planted = Planted(staff, by_chance(7), SIZES)
    planted.stage.recompute()
    before = planted.look(partial(planted.rate, planted.groups["one"], EVERYBODY, 5))
    eight, nine = (planted.groups[name] for name in APART)

    after = [planted.look(partial(planted.answer_anew, few)) for few in (eight[:1], eight[1:], nine[:1], nine[1:8])]

    assert all(moved(before, figures) for figures in after)
    assert {place for figures in after for place in moved(before, figures) if OF_A_GROUP.search(spot(place))} == set()


def naming(group: str, places: Iterable[str]) -> set[str]:
    return {place for place in places if f"the {group}" in place.lower()}


@pytest.mark.slow
def test_nothing_that_names_a_group_moves_while_few_of_it_answer_anew(staff):
    planted = Planted(staff, in_order, {"eight": 8, "nine": 9, "ten": 10})
    planted.stage.recompute()
    before = planted.look(partial(planted.rate, planted.groups["eight"][:1], LAST, HIGH))

    after = planted.look(partial(planted.rate, planted.groups["ten"][:7], LAST, HIGH))

    assert naming("ten", moved(before, after)) == set()
    assert any("among the best of" in place for place in naming("ten", before))


def partly(name: str, at: int) -> Rows:
    """Three of one group rated the last solution, the others of it said that they could not judge it."""
    rows = in_order(name, at)
    return [*rows[:3], [None, None]] if name == "partly" and at >= 3 else rows


@pytest.mark.slow
@pytest.mark.parametrize("is_published", [False, True])
def test_nothing_that_names_a_group_moves_with_the_few_of_it_who_rated_a_solution(staff, is_published):
    planted = Planted(staff, partly, {"eight": 8, "nine": 9, "partly": 12})
    few = planted.groups["partly"][:3]
    before = planted.look(is_published=is_published)

    after = planted.look(partial(planted.rate, few, LAST, HIGH), is_published=is_published)

    assert naming("partly", moved(before, after)) == set()
    assert naming("partly", before)

"""A survey with groups of 1, 2, 7, 8 and 9 people, and what becomes of its surfaces when somebody answers otherwise."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
from django.db import transaction

from governance.models import Decision
from mhin.accounts.models import User
from ratings.models import Participant
from ratings.services.participation import submit_participation
from ratings.services.rounds import close_round, publish_round
from tests.conftest import Stage
from tests.factories.governance import BodyFactory, DecisionFactory
from tests.factories.ratings import RoundFactory, StakeholderGroupFactory
from tests.governance.figures import Figures, figures
from tests.governance.surfaces import PARTICIPANT, collect, visits

SMALLEST = 8
SIZES = {"one": 1, "two": 2, "seven": 7, "eight": 8, "nine": 9}
APART = ("eight", "nine")  # of each the first person gave no answer in one cell
Rows = list[list[int | None]]

Answers = Callable[[str, int], Rows]  # from the group's name and the person's place in it


@dataclass(frozen=True)
class Cell:
    """One solution on one objective, by their places."""

    solution: int
    objective: int


EVERYBODY = Cell(1, 1)
LAST = Cell(3, 1)
ONE_MISSING = Cell(2, 0)  # in which one of the eight and one of the nine gave no answer


class Planted:
    """The groups by name, each a list of people; the first of the eight and of the nine miss one cell.

    What a change does is taken back after each look, so that every state differs from the first by that change alone.
    """

    def __init__(
        self, staff: Mapping[str, User], answers: Callable[[str, int], Rows], sizes: Mapping[str, int]
    ) -> None:
        groups = [StakeholderGroupFactory(name=f"The {name}", code=name) for name in sizes]
        self.stage = Stage(
            round_=RoundFactory(aggregation="mean", weights="declared", shortlist_size=2), groups=groups, solutions=4
        )
        self.groups: dict[str, list[Participant]] = {}
        self.answers: dict[int, Rows] = {}
        for place, (name, size) in enumerate(sizes.items()):
            self.groups[name] = [self.stage.join(group=place) for _ in range(size)]
            for at, person in enumerate(self.groups[name]):
                rows = answers(name, at)
                if at == 0 and name in APART:
                    rows[ONE_MISSING.solution][ONE_MISSING.objective] = None
                self.answers[person.pk] = rows
                self.stage.rate_all(person, rows)
                submit_participation(participant=person)
        self.onlooker = self.groups["nine"][-1]
        self.people = {**staff, PARTICIPANT: self.onlooker.link.user}
        self.body = BodyFactory()

    def rate(self, people: Iterable[Participant], cell: Cell, value: int | None) -> None:
        """Let these people give another answer, if they gave one."""
        for person in people:
            if self.has_answered(person, cell):
                row = list(self.answers[person.pk][cell.solution])
                row[cell.objective] = value
                self.stage.rate(person, cell.solution, row, version=1)

    def has_answered(self, person: Participant, cell: Cell) -> bool:
        return self.answers[person.pk][cell.solution][cell.objective] is not None

    def answered(self, group: str, cell: Cell) -> int:
        """How many people of the group answered."""
        return sum(self.has_answered(person, cell) for person in self.groups[group])

    def units(self, cell: Cell) -> list[list[Participant]]:
        """Whom to let answer otherwise: all of each group who answered, and those apart. The onlooker never does."""
        whole = [
            [p for p in people if self.has_answered(p, cell) and p != self.onlooker] for people in self.groups.values()
        ]
        return whole + [[self.groups[name][0]] for name in APART if cell == EVERYBODY]

    def crowds(self) -> list[list[Participant]]:
        """Most people, without those of a group or two, and without those apart."""
        whole = dict(zip(self.groups, self.units(ONE_MISSING), strict=True))
        without = (("one", "two"), ("seven",), ("eight",), ("nine",))
        return [[p for name, people in whole.items() if name not in names for p in people] for names in without]

    def few(self) -> list[set[int]]:
        """Every set of fewer than k people made up of all of a group, all but the one apart, and the ones apart."""
        blocks = [people if name not in APART else people[1:] for name, people in self.groups.items()]
        blocks += [self.groups[name][:1] for name in APART]
        some = chain.from_iterable(combinations(blocks, size) for size in range(1, len(blocks) + 1))
        return [{p.pk for block in each for p in block} for each in some if sum(map(len, each)) < SMALLEST]

    def answer_anew(self, people: Iterable[Participant]) -> None:
        answers = by_chance(1)
        for person in people:
            for solution, row in enumerate(answers("", 0)):
                self.stage.rate(person, solution, row, version=1)

    def look(self, *changes: Callable[[], object], is_published: bool = False) -> Figures:
        """Every figure of every surface after these changes."""
        start = transaction.savepoint()
        try:
            for change in changes:
                change()
            return figures(collect(visits(self.stage.round, self._decide(is_published)), self.people))
        finally:
            transaction.savepoint_rollback(start)
            self.stage.round.refresh_from_db()

    def _decide(self, is_published: bool) -> Decision:
        if is_published:
            close_round(round_=self.stage.round, by=None)
        run = self.stage.recompute() or self.stage.round.current_run
        if is_published:
            publish_round(round_=self.stage.round, by=None)
        solution = self.stage.solutions[EVERYBODY.solution]
        return DecisionFactory(run=run, round_solution=solution, body=self.body)


def by_chance(seed: int) -> Answers:
    """Answers without a pattern, so that ranks and ranges move easily."""
    generator = np.random.default_rng(seed)
    return lambda name, at: generator.integers(1, 10, size=(4, 2)).tolist()


def moved(before: Figures, after: Figures) -> set[str]:
    """The places whose number differs, or stands in only one of the two."""
    return {place for place in before.keys() | after.keys() if before.get(place) != after.get(place)}


def not_finished(people: Iterable[Participant]) -> None:
    Participant.objects.filter(pk__in=[person.pk for person in people]).update(submitted_at=None)

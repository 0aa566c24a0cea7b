"""What each stakeholder group thinks, for groups of k people or more.

A group's figures come from the run at which they were last renewed: the first at which the group had k people, then
one each time k of its people have changed, and the last run of a closed round. Two looks at the board therefore never
differ by the answers of a few.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import F

from ratings.disclosure.suppression import hidden_parts
from ratings.models import GroupRelease, ScoreRun, StakeholderGroup

NO_ORDER = "no order: some of its scores are not shown"


@dataclass(frozen=True)
class ReleasedGroup:
    """One group's own view. A cell or a solution is None where fewer than k of the group answered, or where showing it
    would let somebody work out another group's.

    Ranks, and the ranks that all would have without the group, are there only while no score is None: among a part of
    the solutions 1st is not 1st, and among all of them a rank tells of the hidden ones.
    """

    group: StakeholderGroup
    run_number: int
    people: int
    scores: dict[str, float | None]
    ranks: dict[str, int | None]
    values: dict[str, dict[str, float | None]]
    ranks_without: dict[str, int | None]

    @property
    def has_order(self) -> bool:
        return bool(self.scores) and None not in self.scores.values()

    @property
    def why_no_order(self) -> str:
        """In words; empty when there is one."""
        return "" if self.has_order else NO_ORDER


@dataclass(frozen=True)
class ReleasedGroups:
    run: ScoreRun
    shown: tuple[ReleasedGroup, ...]
    hidden: tuple[str, ...]

    @cached_property
    def by_code(self) -> dict[str, ReleasedGroup]:
        return {item.group.code: item for item in self.shown}

    @property
    def all_shown(self) -> bool:
        return not self.hidden

    @property
    def ordered(self) -> tuple[ReleasedGroup, ...]:
        return tuple(item for item in self.shown if item.has_order)

    @property
    def unordered(self) -> tuple[str, ...]:
        """Names of shown groups of whose order nothing is said."""
        return tuple(item.group.name for item in self.shown if not item.has_order)

    @property
    def are_of_this_run(self) -> bool:
        """Whether no group waits to be renewed."""
        return all(item.run_number == self.run.number for item in self.shown)

    @property
    def effective_people(self) -> float | None:
        """How many people the voice makes of them. While groups are hidden it would give away how small they are, and
        while one waits to be renewed, which group the people belong to who came since.
        """
        return self.run.details.get("effective_people") if self.all_shown and self.are_of_this_run else None


def release_groups(run: ScoreRun) -> ReleasedGroups:
    releases = _latest_releases(run)
    counts = _people(run, releases)
    hidden = hidden_parts(counts, run.round.smallest_group)
    shown = [release for release in releases if release.group.code not in hidden and counts[release.group.code]]
    cells = _shown_cells(shown, hidden, run)
    return ReleasedGroups(
        run=run,
        shown=tuple(_release(release, cells) for release in shown),
        hidden=tuple(sorted(_names(run, hidden))),
    )


def _latest_releases(run: ScoreRun) -> list[Any]:
    """For each group the newest release that is not newer than the run looked at, with that run's `views` of groups and
    the orders `without` them.
    """
    rows = GroupRelease.objects.filter(run__round=run.round, run__number__lte=run.number)
    newest = rows.order_by("group_id", "-run__number").distinct("group_id").select_related("group", "run")
    parts = {"views": F("run__details__groups"), "without": F("run__details__without")}  # the rest of a run is long
    newest = newest.defer("run__details").annotate(**parts)
    return sorted(newest, key=lambda release: release.group.position)


def _people(run: ScoreRun, releases: list[Any]) -> dict[str, int]:
    """People of each group: at its release, or, for a group never released, in this run."""
    counts = {code: view["people"] for code, view in run.details.get("groups", {}).items()}
    return counts | {r.group.code: r.views[r.group.code]["people"] for r in releases}


def _shown_cells(shown: list[Any], hidden: frozenset[str], run: ScoreRun) -> dict[tuple[str, str], set[str]]:
    """For each cell the groups whose value may be shown: with the others' and the total none can be worked out."""
    smallest = run.round.smallest_group
    answers = {code: view["answers"] for code, view in run.details.get("groups", {}).items()}
    answers |= {r.group.code: r.views[r.group.code]["answers"] for r in shown}
    codes = {release.group.code for release in shown}
    cells = {}
    for option, row in next(iter(answers.values()), {}).items():
        for objective in row:
            counts = {code: answers[code][option][objective] for code in answers}
            cells[option, objective] = codes - hidden_parts(counts, smallest, also=hidden)
    return cells


def _release(release: Any, cells: dict[tuple[str, str], set[str]]) -> ReleasedGroup:
    code = release.group.code
    view = release.views[code]
    values = {
        option: {o: value if code in cells.get((option, o), ()) else None for o, value in row.items()}
        for option, row in view["values"].items()
    }
    scores = {option: None if None in values[option].values() else score for option, score in view["scores"].items()}
    is_whole = None not in scores.values()
    return ReleasedGroup(
        group=release.group,
        run_number=release.run.number,
        people=view["people"],
        scores=scores,
        ranks={option: rank if is_whole else None for option, rank in view["ranks"].items()},
        values=values,
        ranks_without=release.without[code] if is_whole else {},
    )


def _names(run: ScoreRun, codes: frozenset[str]) -> list[str]:
    return [run.details["groups"][code].get("name", code) for code in codes]

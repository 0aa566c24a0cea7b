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


@dataclass(frozen=True)
class ReleasedGroup:
    """One group's own view. A cell or a solution is None where fewer than k of the group answered, or where showing it
    would let somebody work out another group's.
    """

    group: StakeholderGroup
    run_number: int
    people: int
    scores: dict[str, float | None]
    ranks: dict[str, int | None]
    values: dict[str, dict[str, float | None]]


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

    def without(self) -> dict[str, dict[str, int | None]]:
        """The order without each shown group, as ranks."""
        ranks = self.run.details.get("without", {})
        return {item.group.code: ranks[item.group.code] for item in self.shown if item.group.code in ranks}

    def safeguards(self) -> dict[str, list[str]]:
        """Solutions that only a shown group's own best list brings in, with the names of those groups."""
        stored = self.run.details.get("shortlist", {}).get("safeguards", {})
        named = {
            code: [self.by_code[g].group.name for g in groups if g in self.by_code] for code, groups in stored.items()
        }
        return {code: names for code, names in named.items() if names}

    @property
    def effective_people(self) -> float | None:
        """How many people the voice makes of them. While groups are hidden it would give away how small they are."""
        return self.run.details.get("effective_people") if self.all_shown else None

    def policies(self) -> dict[str, dict[str, dict[str, float | None]]]:
        """Ranks under each voice policy, and scores too when no group is hidden: two policies' scores are two sums of
        the same groups, from which a hidden group could be worked out.
        """
        kinds = ("ranks", "scores") if self.all_shown else ("ranks",)
        stored = self.run.details.get("policies", {})
        return {name: {kind: policy[kind] for kind in kinds} for name, policy in stored.items()}


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
    """For each group the newest release that is not newer than the run looked at, with that run's `views`."""
    rows = GroupRelease.objects.filter(run__round=run.round, run__number__lte=run.number)
    newest = rows.order_by("group_id", "-run__number").distinct("group_id").select_related("group", "run")
    newest = newest.defer("run__details").annotate(views=F("run__details__groups"))  # the rest of a run is long
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
    whole = {option for option, row in values.items() if None not in row.values()}
    kept = {option: rank for option, rank in view["ranks"].items() if option in whole and rank is not None}
    return ReleasedGroup(
        group=release.group,
        run_number=release.run.number,
        people=view["people"],
        scores={option: score if option in whole else None for option, score in view["scores"].items()},
        ranks={
            option: 1 + sum(r < kept[option] for r in kept.values()) if option in kept else None for option in values
        },
        values=values,
    )


def _names(run: ScoreRun, codes: frozenset[str]) -> list[str]:
    return [run.details["groups"][code].get("name", code) for code in codes]

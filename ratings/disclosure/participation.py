"""How many people take part, never who."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, FilteredRelation, OuterRef, Q

from ratings.disclosure.suppression import hidden_in_steps, hidden_parts
from ratings.models import Invitation, Participant, Rating, Round, StakeholderGroup

STEPS = ("joined", "started", "finished")


@dataclass(frozen=True)
class ReleasedCount:
    name: str
    people: int | None


@dataclass(frozen=True)
class ReleasedPart:
    """One group, one way of taking part, or everybody; None where a number is hidden.

    `target` is the number hoped for, `invited` counts addresses; neither says anything about who came.
    """

    name: str
    joined: int | None
    started: int | None
    finished: int | None
    invited: int | None = None
    target: int | None = None

    @property
    def share_of_target(self) -> float | None:
        return self.joined / self.target if self.joined is not None and self.target else None


@dataclass(frozen=True)
class ReleasedParticipation:
    everybody: ReleasedPart
    groups: tuple[ReleasedPart, ...]
    modes: tuple[ReleasedPart, ...]


def release_group_counts(counts: dict[str, int], smallest: int) -> tuple[ReleasedCount, ...]:
    """Counts by group, or by any other division of all people; None where the count is hidden."""
    hidden = hidden_parts(counts, smallest)
    return tuple(ReleasedCount(name, None if name in hidden else people) for name, people in counts.items())


def release_people(*, round_: Round, people: int) -> int | None:
    """How many people take part, or None when they are fewer than k."""
    return people if people >= round_.smallest_group else None


def release_participation(rounds: Sequence[Round]) -> dict[int, ReleasedParticipation]:
    """By the round's id, in a number of queries that does not grow with the rounds."""
    people = _people(rounds)
    invited = _invited(rounds)
    return {
        round_.pk: _release(round_, groups, people[round_.pk], invited[round_.pk])
        for round_, groups in _groups(rounds).items()
    }


Row = dict[str, Any]
Steps = dict[str, dict[str, int]]  # step to name to people
Groups = list[tuple[int, str, int | None]]  # key, name, the number of people hoped for


def _people(rounds: Sequence[Round]) -> Mapping[int, list[Row]]:
    has_answered = Exists(Rating.objects.filter(participant=OuterRef("pk")))
    rows = (
        Participant.objects.filter(round__in=rounds)
        .values("round_id", "group_id", "mode")
        .annotate(
            joined=Count("pk"),
            started=Count("pk", filter=has_answered),
            finished=Count("pk", filter=has_answered & Q(submitted_at__isnull=False)),
        )
    )
    found: Mapping[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["round_id"]].append(dict(row))
    return found


def _invited(rounds: Sequence[Round]) -> Mapping[int, dict[int, int]]:
    rows = Invitation.objects.filter(round__in=rounds, revoked_at__isnull=True).values_list("round_id", "group_id")
    found: Mapping[int, dict[int, int]] = defaultdict(dict)
    for round_id, group_id, addresses in rows.annotate(addresses=Count("email", distinct=True)):
        found[round_id][group_id] = addresses
    return found


def _groups(rounds: Sequence[Round]) -> dict[Round, Groups]:
    """The groups of each round in their own order; every group when a round names none."""
    theirs = FilteredRelation("round_groups", condition=Q(round_groups__round__in=rounds))
    rows = StakeholderGroup.objects.annotate(theirs=theirs).order_by("position")
    named: dict[int | None, Groups] = defaultdict(list)
    everywhere: dict[int, tuple[int, str, None]] = {}
    for pk, name, round_id, target in rows.values_list("pk", "name", "theirs__round", "theirs__target_people"):
        named[round_id].append((pk, name, target))
        everywhere[pk] = (pk, name, None)
    return {round_: named.get(round_.pk) or list(everywhere.values()) for round_ in rounds}


def _release(
    round_: Round,
    groups: Groups,
    rows: list[Row],
    invited: dict[int, int],
) -> ReleasedParticipation:
    names = {pk: name for pk, name, _ in groups}
    by_group = _steps(rows, "group_id", names)
    by_group["invited"] = {name: invited.get(pk, 0) for pk, name in names.items()}
    modes = dict(Participant.Mode.choices)
    shown = _shown(by_group, round_.smallest_group)
    by_mode = _shown(_steps(rows, "mode", modes), round_.smallest_group)
    targets = {name: target for _, name, target in groups}
    return ReleasedParticipation(
        everybody=_part("Everybody", shown, target=_total(targets.values())),
        groups=tuple(_part(name, shown, target=target) for name, target in targets.items()),
        modes=tuple(_part(name, by_mode) for name in modes.values()),
    )


def _steps(rows: Iterable[Row], key: str, names: Mapping[Any, str]) -> Steps:
    steps: Steps = {step: dict.fromkeys(names.values(), 0) for step in STEPS}
    for row in rows:
        for step in STEPS:
            steps[step][names[row[key]]] += row[step]
    return steps


def _shown(steps: Steps, smallest: int) -> dict[str, dict[str, int | None]]:
    """The numbers that may be shown, the total of all under "Everybody"."""
    hidden = dict(zip(STEPS, hidden_in_steps([steps[step] for step in STEPS], smallest), strict=True))
    if "invited" in steps:
        hidden["invited"] = hidden_in_steps([steps["joined"], steps["invited"]], smallest)[1]
    shown: dict[str, dict[str, int | None]] = {}
    for step, names in hidden.items():
        counts = steps[step] | {"Everybody": sum(steps[step].values())}
        shown[step] = {name: None if names is None or name in names else n for name, n in counts.items()}
    return shown


def _part(name: str, shown: dict[str, dict[str, int | None]], target: int | None = None) -> ReleasedPart:
    return ReleasedPart(name, target=target, **{step: people[name] for step, people in shown.items()})


def _total(targets: Iterable[int | None]) -> int | None:
    found = list(targets)
    return None if None in found or not found else sum(target for target in found if target)

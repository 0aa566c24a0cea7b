"""How many people take part, never who."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, FilteredRelation, OuterRef, Q, QuerySet, Value

from ratings.disclosure.divisions import Part, ReleasedPart, Row, divide, hide_alike
from ratings.disclosure.suppression import hidden_parts
from ratings.models import NOT_SAID, Invitation, Participant, Rating, Region, Round, StakeholderGroup

MODES = tuple(Part(mode, name) for mode, name in Participant.Mode.choices)


@dataclass(frozen=True)
class ReleasedCount:
    name: str
    people: int | None


@dataclass(frozen=True)
class ReleasedParticipation:
    """Three divisions of the same people, never crossed. `regions` is empty for a network that has none."""

    everybody: ReleasedPart
    groups: tuple[ReleasedPart, ...]
    regions: tuple[ReleasedPart, ...]
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
    people, invited, parts = _people(rounds), _invited(rounds), _Parts(rounds)
    return {round_.pk: _release(round_, parts, people[round_.pk], invited[round_.pk]) for round_ in rounds}


def _people(rounds: Sequence[Round]) -> Mapping[int, list[Row]]:
    has_answered = Exists(Rating.objects.filter(participant=OuterRef("pk")))
    rows = (
        Participant.objects.filter(round__in=rounds)
        .values("round_id", "group_id", "region_id", "mode")
        .annotate(
            joined=Count("pk"),
            started=Count("pk", filter=has_answered),
            finished=Count("pk", filter=has_answered & Q(submitted_at__isnull=False)),
        )
    )
    return _by_round(rows)


def _invited(rounds: Sequence[Round]) -> Mapping[int, list[Row]]:
    """Each address once, as its newest invitation has it, so that groups and regions have the same total."""
    kept = Invitation.objects.filter(round__in=rounds, revoked_at__isnull=True)
    newest = kept.order_by("round_id", "email", "-pk").distinct("round_id", "email")
    rows = Invitation.objects.filter(pk__in=newest.values("pk")).values("round_id", "group_id", "region_id")
    return _by_round(rows.annotate(invited=Count("pk")))


def _by_round(rows: Iterable[Any]) -> Mapping[int, list[Row]]:
    found: Mapping[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["round_id"]].append(row)
    return found


class _Parts:
    """The groups and the regions of each round in their own order; every one when a round names none."""

    def __init__(self, rounds: Sequence[Round]) -> None:
        self.named: dict[tuple[str, int | None], list[Part]] = defaultdict(list)
        self.everywhere: dict[str, dict[int, Part]] = defaultdict(dict)
        groups = _rows(StakeholderGroup.objects.all(), "group_id", "round_groups", rounds)
        regions = _rows(Region.objects.all(), "region_id", "round_regions", rounds)
        for key, _, pk, name, round_id, target in groups.union(regions, all=True).order_by("key", "position"):
            self.named[key, round_id].append(Part(pk, name, target))
            self.everywhere[key][pk] = Part(pk, name)

    def of(self, round_: Round, key: str, *rows: list[Row]) -> list[Part]:
        """Also those that the round does not name but somebody of it has."""
        named = self.named.get((key, round_.pk))
        if not named:
            return list(self.everywhere[key].values())
        others = {row[key] for each in rows for row in each} - {part.key for part in named}
        return named + [part for pk, part in self.everywhere[key].items() if pk in others]


def _rows(parts: QuerySet[Any], key: str, name: str, rounds: Sequence[Round]) -> Any:
    theirs = FilteredRelation(name, condition=Q(**{f"{name}__round__in": rounds}))
    columns = ("key", "position", "pk", "name", "theirs__round", "theirs__target_people")
    return parts.order_by().annotate(theirs=theirs, key=Value(key)).values_list(*columns)


def _release(round_: Round, parts: _Parts, people: list[Row], invited: list[Row]) -> ReleasedParticipation:
    groups = parts.of(round_, "group_id", people, invited)
    regions = parts.of(round_, "region_id", people, invited)
    by_group = divide(groups, "group_id", people=people, invited=invited)
    by_region = divide([*regions, Part(None, NOT_SAID)], "region_id", people=people, invited=invited)
    by_mode = divide(MODES, "mode", people=people)
    hidden = hide_alike(division.hidden(round_.smallest_group) for division in (by_group, by_region, by_mode))
    return ReleasedParticipation(
        everybody=by_group.everybody(hidden[0]),
        groups=by_group.released(hidden[0]),
        regions=by_region.released(hidden[1]) if regions else (),
        modes=by_mode.released(hidden[2]),
    )

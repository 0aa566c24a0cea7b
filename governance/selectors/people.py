"""Who took part in a round, in numbers that the disclosure gate released."""

from dataclasses import dataclass

from governance.selectors.board import Board
from ratings.disclosure import (
    ReleasedGap,
    ReleasedPart,
    ReleasedParticipation,
    Representation,
    StabilityPoint,
    release_gaps,
    release_participation,
    release_stability,
    representation,
)
from ratings.models import NOT_SAID, Round


@dataclass(frozen=True)
class Represented:
    """Groups, or regions, against their targets: those that can be compared, and those left out of the figure."""

    parts: tuple[ReleasedPart, ...]
    with_target: tuple[ReleasedPart, ...]
    without_target: tuple[ReleasedPart, ...]
    representation: Representation | None


@dataclass(frozen=True)
class Attendance:
    """Who came, against the number hoped for. It is of now, whatever run one looks at."""

    participation: ReleasedParticipation
    groups: Represented
    regions: Represented


@dataclass(frozen=True)
class People(Attendance):
    """`gaps` and `stability` come from what people said, so they are empty for whoever sees participation only."""

    gaps: tuple[ReleasedGap, ...]
    stability: tuple[StabilityPoint, ...]

    @property
    def darkest_gap(self) -> int:
        """What the darkest shade stands for: at least a quarter of the people, so that small gaps look small."""
        most = max((count for gap in self.gaps for count in gap.at_least if count), default=0)
        return max(most, (self.participation.everybody.joined or 0) // 4)

    @property
    def halfway(self) -> StabilityPoint | None:
        """The point of the curve nearest to half of the people."""
        if len(self.stability) < 2:
            return None
        half = self.stability[-1].people / 2
        return min(self.stability[:-1], key=lambda point: abs(point.people - half))


def participation_of(round_: Round) -> ReleasedParticipation:
    return release_participation([round_])[round_.pk]


def attendance_of(round_: Round) -> Attendance:
    found = participation_of(round_)
    return Attendance(found, _against_target(found.groups), _against_target(found.regions))


def people_of(board: Board) -> People:
    attendance = attendance_of(board.round)
    ranking = board.ranking if board.is_shown else None
    return People(
        participation=attendance.participation,
        groups=attendance.groups,
        regions=attendance.regions,
        gaps=release_gaps(ranking) if ranking else (),
        stability=release_stability(ranking) if ranking else (),
    )


def _against_target(parts: tuple[ReleasedPart, ...]) -> Represented:
    """People who did not say their region are no region, so nothing is hoped for of them."""
    counted = {part.name: (part.joined, part.target) for part in parts if part.joined is not None and part.target}
    return Represented(
        parts=parts,
        with_target=tuple(part for part in parts if part.name in counted),
        without_target=tuple(part for part in parts if part.name not in counted and part.name != NOT_SAID),
        representation=representation(counted),
    )

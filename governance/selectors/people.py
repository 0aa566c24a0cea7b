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
from ratings.models import Round


@dataclass(frozen=True)
class People:
    """`gaps` and `stability` come from what people said, so they are empty for whoever sees participation only."""

    participation: ReleasedParticipation
    representation: Representation | None
    without_target: tuple[ReleasedPart, ...]
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


def people_of(board: Board) -> People:
    participation = participation_of(board.round)
    counted = {part.name: (part.joined, part.target) for part in participation.groups if part.joined is not None}
    ranking = board.ranking if board.is_shown else None
    return People(
        participation=participation,
        representation=representation({name: (n, target) for name, (n, target) in counted.items() if target}),
        without_target=tuple(p for p in participation.groups if p.joined is None or not p.target),
        gaps=release_gaps(ranking) if ranking else (),
        stability=release_stability(ranking) if ranking else (),
    )

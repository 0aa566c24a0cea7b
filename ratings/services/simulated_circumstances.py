"""Where made-up people are, how they take part and how they were invited: what the boards count, never what is scored.

It has random numbers of its own, so that the answers of a seed do not change with what is made up here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar
from uuid import uuid4

from django.utils import timezone

from mhin.accounts.models import User
from ratings.models import Invitation, Participant, Region, Round, StakeholderGroup
from ratings.services.invitations import VALID_FOR, hash_token

# A tenth each does not say a region, fills in a paper or has help; for ten who come others stay away.
NOT_SAID, ON_PAPER, ASSISTED, STAY_AWAY = 0.1, 0.1, 0.1, 1.2
Part = TypeVar("Part")
DOMAIN = "simulated.invalid"  # a domain that never takes mail (RFC 2606)


@dataclass(frozen=True)
class Circumstances:
    """One entry a person."""

    regions: list[Region | None]
    modes: list[str]


def imagine_circumstances(*, people: int, regions: Sequence[Region], seed: int) -> Circumstances:
    rng = Random(f"circumstances {seed}")  # noqa: S311 -- no secret
    modes: list[str] = [_mode(rng.random()) for _ in range(people)]
    return Circumstances(_regions(rng, people, regions), modes)


def _mode(number: float) -> str:
    if number < ON_PAPER:
        return Participant.Mode.PAPER
    return Participant.Mode.ASSISTED if number < ON_PAPER + ASSISTED else Participant.Mode.SELF


def _regions(rng: Random, people: int, regions: Sequence[Region]) -> list[Region | None]:
    if not regions:
        return [None] * people
    shares = [rng.uniform(0.6, 1.7) for _ in regions]
    drawn = rng.choices(regions, weights=shares, k=people)
    return [None if rng.random() < NOT_SAID else region for region in drawn]


def write_invitations(
    *, round_: Round, groups: Sequence[StakeholderGroup], who: Circumstances, seed: int, by: User
) -> None:
    """Those who came on their own had one. As many of each group and region stay away. Nothing is mailed."""
    rng = Random(f"invitations {seed}")  # noqa: S311 -- no secret
    today, until = timezone.localdate(), timezone.now() + VALID_FOR
    everybody = zip(groups, who.regions, who.modes, strict=True)
    came = [(group, region, today) for group, region, mode in everybody if mode == Participant.Mode.SELF]
    of_groups, of_regions = _each(groups), _each(who.regions)
    away = [(rng.choice(of_groups), rng.choice(of_regions), None) for _ in range(int(STAY_AWAY * len(came)))]
    Invitation.objects.bulk_create(
        Invitation(
            round=round_,
            group=group,
            region=region,
            email=f"{uuid4().hex[:12]}@{DOMAIN}",
            token_hash=hash_token(uuid4().hex),
            invited_by=by,
            expires_at=until,
            accepted_on=accepted_on,
        )
        for group, region, accepted_on in [*came, *away]
    )


def _each(parts: Sequence[Part]) -> list[Part]:
    """In the order of first appearance, so that one seed gives the same."""
    return list(dict.fromkeys(parts))

"""How much each stakeholder group counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ratings.mcda.arrays import FloatArray, frozen
from ratings.mcda.errors import McdaError
from ratings.mcda.problem import checked_weights

Policy = Literal["equal", "person", "declared"]


@dataclass(frozen=True)
class Voice:
    """A voice policy, settled before a round opens.

    equal     each group that answered counts the same
    person    each person who answered counts the same
    declared  group g counts as `declared[g]`, any sum

    Raises McdaError. Source: Keeney & Kirkwood 1975; Dyer & Sarin 1979.
    """

    policy: Policy = "equal"
    declared: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if self.policy not in ("equal", "person", "declared"):
            raise McdaError(f"voice: {self.policy!r} is not equal, person or declared")
        if self.policy != "declared" and self.declared:
            raise McdaError(f"voice: group weights do not belong with {self.policy!r}")
        if self.policy == "declared":
            weights = checked_weights(self.declared, what="group weights")
            object.__setattr__(self, "declared", tuple(float(w) for w in weights))


EQUAL = Voice("equal")
PERSON = Voice("person")


def declared_voice(weights: Sequence[float]) -> Voice:
    """The policy in which group g counts as `weights[g]`."""
    return Voice("declared", tuple(weights))


def group_shares(voice: Voice, counts: NDArray[Any]) -> FloatArray:
    """Share of each group among the groups that answered.

    counts (G, ...) answers of each group; the trailing axes are cells, each shared out on
    its own. Returns the same shape, summing to 1 over the groups, or 0 throughout a cell in
    which no group that counts has answered. A silent group's share goes to the others in
    proportion. Raises McdaError when the declared weights are not one a group.
    """
    answers = np.asarray(counts, dtype=np.float64)
    weights = answers
    if voice.policy == "equal":
        weights = (answers > 0).astype(np.float64)
    if voice.policy == "declared":
        if len(voice.declared) != len(answers):
            raise McdaError(f"group weights: {len(voice.declared)} given for {len(answers)} groups")
        own = np.asarray(voice.declared).reshape((-1,) + (1,) * (answers.ndim - 1))
        weights = (answers > 0) * own
    total = weights.sum(axis=0)
    return frozen(weights / np.where(total > 0, total, 1.0))


def effective_people(voice: Voice, counts: NDArray[Any]) -> float:
    """Kish's effective number of people: the price of giving groups unlike voices.

    counts (G,) people of each group. Returns 1 / sum of squared person weights, between 0
    (nobody) and the number of people (all count the same); with groups of 120, 60, 40, 30,
    20, 15, 15 under equal voice 300 people count as 184. Source: Kish 1965.
    """
    shares = group_shares(voice, counts)
    people = np.asarray(counts, dtype=np.float64)
    squares = float((shares**2 / np.where(people > 0, people, 1.0)).sum())
    return 1.0 / squares if squares > 0 else 0.0

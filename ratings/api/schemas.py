"""What the operations take and give. Bodies are strict; see mhin.common.api."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from mhin.common.api import Problem, StrictBody

LARGEST_VERSION = 2_147_483_647

State = Literal["rated", "cannot_judge", "not_relevant", "prefer_not"]
Code = Annotated[str, Field(min_length=1, max_length=10)]
Points = Annotated[int, Field(ge=0, le=100)]
Version = Annotated[int, Field(ge=0, le=LARGEST_VERSION)]


class ObjectiveOut(BaseModel):
    code: str
    name: str
    question: str
    low_anchor: str
    middle_anchor: str
    high_anchor: str


class RoundSolutionOut(BaseModel):
    code: str
    title: str
    summary: str
    easy_read: str
    population: str


class RoundOut(BaseModel):
    slug: str
    title: str
    kind: str
    status: str
    is_open: bool
    is_simulated: bool
    purpose: str
    source: str
    opens_at: datetime | None
    closes_at: datetime | None


class RoundDetailOut(RoundOut):
    voice: str
    weights: str
    aggregation: str
    smallest_group: int
    objectives: list[ObjectiveOut]
    solutions: list[RoundSolutionOut]


class AnswerOut(BaseModel):
    state: State
    value: int | None


class AnswersOut(BaseModel):
    """One's own answers to one solution. An objective that has no answer yet is left out."""

    code: str
    version: int
    answers: dict[str, AnswerOut]


class OwnRatingsOut(BaseModel):
    round: str
    group: str
    submitted_at: datetime | None
    solutions: list[AnswersOut]


class WeightsOut(BaseModel):
    """Swing points by objective; version 0 and no points before the first are given."""

    version: int
    points: dict[str, int]


class ClosedOut(Problem):
    """Nothing was saved: the round takes no answers now."""

    closed_at: datetime | None


class ConflictOut(Problem):
    """Nothing was saved: the answers were changed elsewhere. Choose, and send again with this version."""

    version: int
    answers: dict[str, AnswerOut]


class WeightsConflictOut(Problem):
    """Nothing was saved: the weights were changed elsewhere. Choose, and send again with this version."""

    version: int
    points: dict[str, int]


class AnswerIn(StrictBody):
    """`value` is a whole number from 1 to 9 when the state is `rated`, and left out (or null) otherwise."""

    state: State
    value: Annotated[int, Field(ge=1, le=9)] | None = None

    @model_validator(mode="after")
    def _value_exactly_when_rated(self) -> Self:
        if (self.value is not None) != (self.state == "rated"):
            raise ValueError("Send a value from 1 to 9 when the state is rated, and no value otherwise.")
        return self


class AnswersIn(StrictBody):
    """Answers by objective code. An objective that is left out keeps the answer it has.

    An answer can be changed and not removed: to take one back, send `prefer_not`, which counts for nothing.
    """

    version: Version
    answers: Annotated[dict[Code, AnswerIn], Field(min_length=1, max_length=100)]


class WeightsIn(StrictBody):
    """Points from 0 to 100 for every objective of the round; the one that matters most has 100.

    `version` is the one that came with the weights you have seen. Leave it out before the first.
    """

    version: Version = 0
    points: Annotated[dict[Code, Points], Field(min_length=1, max_length=100)]

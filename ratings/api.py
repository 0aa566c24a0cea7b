"""The API of the rating rounds: public facts, one's own answers, one's own weights."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal, NoReturn, Self

from django.http import Http404, HttpRequest
from ninja import Router
from pydantic import BaseModel, Field, model_validator

from mhin.common.access import public, signed_in
from mhin.common.api import FieldError, Problem, Refusal, StrictBody
from ratings.models import Objective, Participant, Rating, Round, RoundSolution
from ratings.selectors import (
    answers_to,
    find_participant,
    find_round,
    latest_version,
    objectives_of,
    progress_of,
    round_solutions_of,
    swings_of,
    visible_rounds,
)
from ratings.services.answers import (
    Answer,
    RoundNotOpenError,
    VersionConflictError,
    answers_by_objective,
    save_answers,
    save_swings,
)

router = Router()
NOT_ON_ITS_OWN = {401: Problem, 404: Problem, 422: Problem}
ON_WRITING = {400: Problem, 403: Problem, 413: Problem, 415: Problem, **NOT_ON_ITS_OWN}
LARGEST_VERSION = 2_147_483_647

State = Literal["rated", "cannot_judge", "not_relevant", "prefer_not"]
Code = Annotated[str, Field(min_length=1, max_length=10)]
Points = Annotated[int, Field(ge=0, le=100)]


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
    """Swing points by objective; empty before the first are given."""

    points: dict[str, int]


class ClosedOut(Problem):
    """Nothing was saved: the round takes no answers now."""

    closed_at: datetime | None


class ConflictOut(Problem):
    """Nothing was saved: the answers were changed elsewhere. Choose, and send again with this version."""

    version: int
    answers: dict[str, AnswerOut]


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
    """Answers by objective code. An objective that is left out keeps the answer it has."""

    version: Annotated[int, Field(ge=0, le=LARGEST_VERSION)]
    answers: Annotated[dict[Code, AnswerIn], Field(min_length=1, max_length=100)]


class WeightsIn(StrictBody):
    """Points from 0 to 100 for every objective of the round; the one that matters most has 100."""

    points: Annotated[dict[Code, Points], Field(min_length=1, max_length=100)]


@router.get("/rounds", auth=None, response={200: list[RoundOut], 422: Problem}, operation_id="list_rounds")
@public
def list_rounds(request: HttpRequest) -> list[dict[str, Any]]:
    """Every round that has been opened, newest first."""
    return [_round_facts(round_) for round_ in visible_rounds()]


@router.get(
    "/rounds/{slug:slug}",
    auth=None,
    response={200: RoundDetailOut, 404: Problem, 422: Problem},
    operation_id="read_round",
)
@public
def read_round(request: HttpRequest, slug: str) -> dict[str, Any]:
    """What a round asks, with its objectives and solutions."""
    round_ = _round_or_404(slug)
    return _round_facts(round_) | {
        "voice": round_.voice,
        "weights": round_.weights,
        "aggregation": round_.aggregation,
        "smallest_group": round_.smallest_group,
        "objectives": [_fields_of(item, ObjectiveOut) for item in objectives_of(round_)],
        "solutions": [_fields_of(item, RoundSolutionOut) for item in round_solutions_of(round_)],
    }


@router.get(
    "/rounds/{slug:slug}/ratings", response={200: OwnRatingsOut, **NOT_ON_ITS_OWN}, operation_id="read_own_ratings"
)
@signed_in
def read_own_ratings(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Your own answers to every solution of a round, in your own order."""
    round_, participant = _own_part_or_404(request, slug)
    progress = progress_of(participant, round_)
    return {
        "round": round_.slug,
        "group": participant.group.code,
        "submitted_at": participant.submitted_at,
        "solutions": [
            _answers_out(item.round_solution, progress.objectives, _by_objective(item.answers))
            for item in progress.solutions
        ],
    }


@router.get(
    "/rounds/{slug:slug}/ratings/{str:code}",
    response={200: AnswersOut, **NOT_ON_ITS_OWN},
    operation_id="read_own_answers",
)
@signed_in
def read_own_answers(request: HttpRequest, slug: str, code: str) -> dict[str, Any]:
    """Your own answers to one solution, with the version to send when changing them."""
    round_, participant = _own_part_or_404(request, slug)
    round_solution = _round_solution_or_404(round_, code)
    answers = answers_to(participant=participant, round_solution=round_solution)
    return _answers_out(round_solution, objectives_of(round_), answers)


@router.put(
    "/rounds/{slug:slug}/ratings/{str:code}",
    response={200: AnswersOut, 409: ConflictOut | ClosedOut, **ON_WRITING},
    operation_id="save_own_answers",
)
@signed_in
def save_own_answers(request: HttpRequest, slug: str, code: str, body: AnswersIn) -> dict[str, Any]:
    """Save your answers to one solution. Sending the same again changes nothing and succeeds."""
    round_, participant = _own_part_or_404(request, slug)
    round_solution = _round_solution_or_404(round_, code)
    objectives = objectives_of(round_)
    _refuse_unknown_objectives("answers", body.answers, objectives)
    given = {objective: Answer(answer.state, answer.value) for objective, answer in body.answers.items()}
    try:
        save_answers(
            participant=participant,
            round_solution=round_solution,
            answers=answers_by_objective(objectives, given),
            version=body.version,
        )
    except RoundNotOpenError as error:
        _refuse_closed(error)
    except VersionConflictError as conflict:
        current = _answers_out(round_solution, objectives, conflict.current)
        raise Refusal(
            409,
            "Nothing was saved: these answers were changed elsewhere. Choose, and send them with this version.",
            version=conflict.version,
            answers=current["answers"],
        ) from conflict
    answers = answers_to(participant=participant, round_solution=round_solution)
    return _answers_out(round_solution, objectives, answers)


@router.get(
    "/rounds/{slug:slug}/weights", response={200: WeightsOut, **NOT_ON_ITS_OWN}, operation_id="read_own_weights"
)
@signed_in
def read_own_weights(request: HttpRequest, slug: str) -> dict[str, Any]:
    """How much each objective matters to you."""
    round_, participant = _own_part_or_404(request, slug)
    return _weights_out(participant, objectives_of(round_))


@router.put(
    "/rounds/{slug:slug}/weights",
    response={200: WeightsOut, 409: ClosedOut, **ON_WRITING},
    operation_id="save_own_weights",
)
@signed_in
def save_own_weights(request: HttpRequest, slug: str, body: WeightsIn) -> dict[str, Any]:
    """Say how much each objective matters to you. Sending the same again changes nothing."""
    round_, participant = _own_part_or_404(request, slug)
    objectives = objectives_of(round_)
    _refuse_unknown_objectives("points", body.points, objectives)
    _refuse_incomplete_points(body.points, objectives)
    try:
        save_swings(participant=participant, points={item.pk: body.points[item.code] for item in objectives})
    except RoundNotOpenError as error:
        _refuse_closed(error)
    return _weights_out(participant, objectives)


def _round_or_404(slug: str) -> Round:
    try:
        return find_round(slug)
    except Round.DoesNotExist as error:
        raise Http404("There is no round at this address.") from error


def _own_part_or_404(request: HttpRequest, slug: str) -> tuple[Round, Participant]:
    """Always from the person who asks, so there is no address of another person's answers."""
    round_ = _round_or_404(slug)
    participant = find_participant(round_=round_, user=request.user)
    if participant is None:
        raise Http404("You have no answers here, because you have not joined this round.")
    return round_, participant


def _round_solution_or_404(round_: Round, code: str) -> RoundSolution:
    for item in round_solutions_of(round_):
        if item.code == code:
            return item
    raise Http404("This round has no solution of that code.")


def _refuse_unknown_objectives(field: str, given: Iterable[str], objectives: list[Objective]) -> None:
    known = {item.code for item in objectives}
    errors = [
        FieldError(field=f"{field}.{code}", message="This round has no objective of this code.")
        for code in given
        if code not in known
    ]
    if errors:
        raise Refusal(422, "Nothing was saved. Mend what the errors name and send it again.", errors)


def _refuse_incomplete_points(points: dict[str, int], objectives: list[Objective]) -> None:
    errors = [
        FieldError(field=f"points.{item.code}", message="Give this objective points from 0 to 100.")
        for item in objectives
        if item.code not in points
    ]
    if not errors and 100 not in points.values():
        errors = [FieldError(field="points", message="Give 100 points to the objective that matters most to you.")]
    if errors:
        raise Refusal(422, "Nothing was saved. Mend what the errors name and send it again.", errors)


def _refuse_closed(error: RoundNotOpenError) -> NoReturn:
    raise Refusal(409, "Nothing was saved: this round takes no answers now.", closed_at=error.closed_at) from error


def _round_facts(round_: Round) -> dict[str, Any]:
    return {
        "slug": round_.slug,
        "title": round_.title,
        "kind": round_.kind,
        "status": round_.status,
        "is_open": round_.is_open,
        "is_simulated": round_.is_simulated,
        "purpose": round_.purpose,
        "source": round_.source,
        "opens_at": round_.opens_at,
        "closes_at": round_.closes_at,
    }


def _fields_of(row: Objective | RoundSolution, schema: type[BaseModel]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in schema.model_fields}


def _by_objective(answers: Iterable[Rating | None]) -> dict[int, Rating]:
    return {answer.objective_id: answer for answer in answers if answer is not None}


def _answers_out(
    round_solution: RoundSolution, objectives: Iterable[Objective], answers: dict[int, Rating]
) -> dict[str, Any]:
    return {
        "code": round_solution.code,
        "version": latest_version(answers),
        "answers": {
            item.code: {"state": str(answers[item.pk].state), "value": answers[item.pk].value}
            for item in objectives
            if item.pk in answers
        },
    }


def _weights_out(participant: Participant, objectives: list[Objective]) -> dict[str, Any]:
    swings = swings_of(participant)
    return {"points": {item.code: swings[item.pk] for item in objectives if item.pk in swings}}

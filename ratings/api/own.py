"""One's own answers and one's own weights."""

from collections.abc import Iterable
from typing import Any, NoReturn

from django.http import Http404, HttpRequest
from ninja import Router

from mhin.common.access import signed_in
from mhin.common.api import FieldError, Refusal
from ratings.api._scope import NOT_ON_ITS_OWN, ON_WRITING, own_part_or_404, round_solution_or_404
from ratings.api.schemas import (
    AnswersIn,
    AnswersOut,
    ClosedOut,
    ConflictOut,
    OwnRatingsOut,
    WeightsConflictOut,
    WeightsIn,
    WeightsOut,
)
from ratings.models import Objective, Participant, Rating, Round, RoundSolution
from ratings.selectors import answers_to, latest_version, objectives_of, progress_of, swings_of, weighting_of
from ratings.services.answers import (
    Answer,
    RoundNotOpenError,
    VersionConflictError,
    answers_by_objective,
    save_answers,
)
from ratings.services.weights import WeightsConflictError, save_swings

router = Router()


@router.get(
    "/rounds/{slug:slug}/ratings", response={200: OwnRatingsOut, **NOT_ON_ITS_OWN}, operation_id="read_own_ratings"
)
@signed_in
def read_own_ratings(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Your own answers to every solution of a round, in your own order."""
    round_, participant = own_part_or_404(request, slug)
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
    round_, participant = own_part_or_404(request, slug)
    round_solution = round_solution_or_404(round_, code)
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
    round_, participant = own_part_or_404(request, slug)
    round_solution = round_solution_or_404(round_, code)
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
    """How much each objective matters to you, with the version to send when changing it."""
    round_, participant = own_part_or_404(request, slug)
    _refuse_unasked_weights(round_)
    return _weights_out(participant, objectives_of(round_))


@router.put(
    "/rounds/{slug:slug}/weights",
    response={200: WeightsOut, 409: WeightsConflictOut | ClosedOut, **ON_WRITING},
    operation_id="save_own_weights",
)
@signed_in
def save_own_weights(request: HttpRequest, slug: str, body: WeightsIn) -> dict[str, Any]:
    """Say how much each objective matters to you. Sending the same again changes nothing and succeeds."""
    round_, participant = own_part_or_404(request, slug)
    _refuse_unasked_weights(round_)
    objectives = objectives_of(round_)
    _refuse_unknown_objectives("points", body.points, objectives)
    _refuse_incomplete_points(body.points, objectives)
    points = {item.pk: body.points[item.code] for item in objectives}
    try:
        save_swings(participant=participant, points=points, version=body.version)
    except RoundNotOpenError as error:
        _refuse_closed(error)
    except WeightsConflictError as conflict:
        raise Refusal(
            409,
            "Nothing was saved: these weights were changed elsewhere. Choose, and send them with this version.",
            **_weights_out(participant, objectives),
        ) from conflict
    return _weights_out(participant, objectives)


def _refuse_unasked_weights(round_: Round) -> None:
    if not round_.asks_weights:
        raise Http404("Nobody gives weights in this round: they were set beforehand.")


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
    """The version is read first: what changes meanwhile then conflicts on saving, and is never lost."""
    weighting = weighting_of(participant)
    swings = swings_of(participant)
    return {
        "version": weighting.version if weighting else 0,
        "points": {item.code: swings[item.pk] for item in objectives if item.pk in swings},
    }

"""Public facts of the rounds."""

from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel

from mhin.common.access import public
from mhin.common.api import Problem
from ratings.api._scope import round_or_404
from ratings.api.schemas import ObjectiveOut, RoundDetailOut, RoundOut, RoundSolutionOut
from ratings.models import Objective, Round, RoundSolution
from ratings.selectors import objectives_of, round_solutions_of, visible_rounds

router = Router()


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
    round_ = round_or_404(slug)
    return _round_facts(round_) | {
        "voice": round_.voice,
        "weights": round_.weights,
        "aggregation": round_.aggregation,
        "smallest_group": round_.smallest_group,
        "objectives": [_fields_of(item, ObjectiveOut) for item in objectives_of(round_)],
        "solutions": [_fields_of(item, RoundSolutionOut) for item in round_solutions_of(round_)],
    }


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

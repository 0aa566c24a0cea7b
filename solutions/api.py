"""The API of solutions: what anybody may read, each with its evidence and the way back to needs."""

from datetime import datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest
from django.views.decorators.http import conditional_page
from ninja import Query, Router
from ninja.decorators import decorate_view
from pydantic import BaseModel

from mhin.common.access import public
from mhin.common.api import Problem
from mhin.common.paging import Code, Origin, PageOut, PageQuery, page_of
from solutions.exports import evidence_facts, solution_facts
from solutions.models import Solution
from solutions.selectors import narrow_solutions, solutions_to_take

router = Router()

Readiness = Literal["unknown", "emerging", "tested", "established"]


class EvidenceOut(BaseModel):
    solution: str
    source: str
    title: str
    kind: str
    year: int | None
    url: str
    strength: str
    strength_label: str
    finding: str


class SolutionOut(BaseModel):
    """`needs` are codes of the published needs that it could meet; the match is ours."""

    code: str
    title: str
    summary: str
    easy_read: str
    population: str
    readiness: Readiness
    readiness_label: str
    area: str
    provenance: Origin
    provenance_label: str
    provenance_note: str
    source_urls: list[str]
    needs: list[str]
    sources: list[str]
    conference_label: str
    address: str
    updated_at: datetime
    evidence: list[EvidenceOut]


class SolutionQuery(PageQuery):
    """`area` and `need` are codes."""

    area: Code | None = None
    need: Code | None = None
    provenance: Origin | None = None
    readiness: Readiness | None = None


@router.get("/solutions", auth=None, response={200: PageOut[SolutionOut], 422: Problem}, operation_id="list_solutions")
@decorate_view(conditional_page)
@public
def list_solutions(request: HttpRequest, query: Query[SolutionQuery]) -> dict[str, Any]:
    """Published solutions, by code."""
    chosen = query.model_dump(include={"area", "need", "provenance", "readiness"}, exclude_none=True)
    return page_of(narrow_solutions(solutions_to_take(), **chosen), query, _facts)


@router.get(
    "/solutions/{slug:code}",
    auth=None,
    response={200: SolutionOut, 404: Problem, 422: Problem},
    operation_id="read_solution",
)
@decorate_view(conditional_page)
@public
def read_solution(request: HttpRequest, code: str) -> dict[str, Any]:
    try:
        return _facts(solutions_to_take().get(code=code))
    except Solution.DoesNotExist as error:
        raise Http404("There is no published solution of this code.") from error


def _facts(solution: Solution) -> dict[str, Any]:
    return solution_facts(solution) | {"evidence": [evidence_facts(item) for item in solution.evidence.all()]}

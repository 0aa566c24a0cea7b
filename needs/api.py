"""The API of areas and needs: what anybody may read, each record with where it comes from."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.views.decorators.http import conditional_page
from ninja import Query, Router
from ninja.decorators import decorate_view
from pydantic import BaseModel, Field

from mhin.common.access import public
from mhin.common.api import Problem
from mhin.common.paging import Code, Origin, PageOut, PageQuery, page_of
from needs.exports import area_facts, need_facts, needs_to_take
from needs.models import Area, Need
from needs.selectors import areas_with_counts, narrow_needs
from needs.selectors.search import MOST_LETTERS, matching_needs

router = Router()
READ = {422: Problem}
READ_ONE = {404: Problem, 422: Problem}


class AreaOut(BaseModel):
    code: str
    slug: str
    name: str
    position: int
    provenance: Origin
    provenance_label: str
    source_url: str
    address: str


class NeedOut(BaseModel):
    """`merged_into` is empty unless the status is merged; codes of sources lead to the open data."""

    code: str
    title: str
    detail: str
    area: str
    status: Literal["published", "merged"]
    status_reason: str
    merged_into: str
    merged_from: list[str]
    provenance: Origin
    provenance_label: str
    evidence_seen: str
    sources: list[str]
    address: str
    updated_at: datetime


class NeedQuery(PageQuery):
    """`area` is an area's code; `q` finds words in any form, the best match first."""

    q: Annotated[str, Field(max_length=MOST_LETTERS, pattern=r"^[^\x00]*$")] = ""
    area: Code | None = None
    status: Literal["published", "merged"] | None = None
    provenance: Origin | None = None


@router.get("/areas", auth=None, response={200: PageOut[AreaOut], **READ}, operation_id="list_areas")
@decorate_view(conditional_page)
@public
def list_areas(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    """The areas under which needs and solutions stand."""
    return page_of(areas_with_counts(), query, area_facts)


@router.get("/areas/{slug:area_code}", auth=None, response={200: AreaOut, **READ_ONE}, operation_id="read_area")
@decorate_view(conditional_page)
@public
def read_area(request: HttpRequest, area_code: str) -> dict[str, Any]:
    try:
        return area_facts(areas_with_counts().get(code=area_code))
    except Area.DoesNotExist as error:
        raise Http404("There is no area of this code.") from error


@router.get("/needs", auth=None, response={200: PageOut[NeedOut], **READ}, operation_id="list_needs")
@decorate_view(conditional_page)
@public
def list_needs(request: HttpRequest, query: Query[NeedQuery]) -> dict[str, Any]:
    """Published needs and merged ones, which keep their own text."""
    needs = narrow_needs(needs_to_take(), area_code=query.area or "", provenance=query.provenance or "")
    if query.status:
        needs = needs.filter(status=query.status)
    return page_of(matching_needs(needs, query.q) if query.q else needs, query, need_facts)


@router.get("/needs/{slug:need_code}", auth=None, response={200: NeedOut, **READ_ONE}, operation_id="read_need")
@decorate_view(conditional_page)
@public
def read_need(request: HttpRequest, need_code: str) -> dict[str, Any]:
    try:
        return need_facts(needs_to_take().get(code=need_code))
    except Need.DoesNotExist as error:
        raise Http404("There is no public need of this code.") from error

"""What the API's public lists share: pages, and parameters that many take."""

from collections.abc import Callable
from typing import Annotated, Any, Generic, Literal, TypeVar

from django.db.models import QuerySet
from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field

MOST = 100
FARTHEST = 1_000_000

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,20}$")]
Origin = Literal["mhin", "policy", "submission", "illustrative"]

T = TypeVar("T")


class PageQuery(Schema):
    """How many records a page has, and how many are skipped before it."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    offset: Annotated[int, Field(ge=0, le=FARTHEST)] = 0


class PageOut(BaseModel, Generic[T]):
    """`count` is of all records that the filters let through; `next_offset` is null on the last page."""

    count: int
    next_offset: int | None
    results: list[T]


def page_of(rows: QuerySet[Any], query: PageQuery, facts: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """One page of these rows, which must be in a total order."""
    count = rows.count()
    end = query.offset + query.limit
    results = [facts(row) for row in rows[query.offset : end]]
    return {"count": count, "next_offset": end if end < count else None, "results": results}

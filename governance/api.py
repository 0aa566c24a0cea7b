"""The ranking and the runs of a round, through the same gate and for the same people as the board."""

from functools import partial
from typing import Any

from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import ConfigDict

from governance.exports.tables import as_json
from governance.selectors.board import Board, board_of
from mhin.common.access import permitted
from mhin.common.api import Problem
from ratings.disclosure import release_groups
from ratings.models import Round, ScoreRun
from ratings.selectors import find_round

router = Router()
ERRORS = {401: Problem, 403: Problem, 404: Problem, 422: Problem}


class RankingOut(Schema):
    """`facts` names the run and how many people it rests on; hidden groups are named, their figures are not there."""

    model_config = ConfigDict(extra="forbid")

    is_updating: bool
    facts: dict[str, Any]
    ranking: list[dict[str, Any]]
    groups: list[dict[str, Any]]
    hidden_groups: list[str]


@router.get("/rounds/{slug:slug}/ranking", response={200: RankingOut, 304: None, **ERRORS}, operation_id="read_ranking")
@permitted("ratings.view_ranking")
def read_ranking(request: HttpRequest, slug: str, response: HttpResponse) -> Any:
    """The newest run. Send its ETag as If-None-Match, and an unchanged ranking is a short 304."""
    return _answer(request, _board(request, slug, None), response)


@router.get(
    "/rounds/{slug:slug}/runs/{int:number}",
    response={200: RankingOut, 304: None, **ERRORS},
    operation_id="read_run",
)
@permitted("ratings.view_ranking")
def read_run(request: HttpRequest, slug: str, number: int, response: HttpResponse) -> Any:
    """One run, which never changes."""
    return _answer(request, _board(request, slug, number), response)


def _board(request: HttpRequest, slug: str, number: int | None) -> Board:
    try:
        board = board_of(round_=find_round(slug), user=request.user, number=number)
    except (Round.DoesNotExist, ScoreRun.DoesNotExist) as error:
        raise Http404("There is no such round or run.") from error
    if board.is_hidden_until_close:
        raise PermissionDenied("The ranking of this round is shown after it has closed.")
    return board


def _answer(request: HttpRequest, board: Board, response: HttpResponse) -> Any:
    tag = f'"{board.round.slug}-{board.mark}"'
    response.headers["ETag"] = tag
    if request.headers.get("If-None-Match") == tag:
        return Status(304, None)
    known_as = f"api-{board.round.pk}-{board.mark}-{board.round.status}"
    figures = caches["runs"].get_or_set(known_as, partial(_figures, board))
    return {**figures, "is_updating": board.is_updating}


def _figures(board: Board) -> dict[str, Any]:
    ranking = board.ranking
    if ranking is None or ranking.withheld:
        raise Http404("There is no ranking that can be shown yet.")
    return as_json(ranking, None if ranking.is_panel else release_groups(ranking.run))

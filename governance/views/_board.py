"""How a page of the board reaches its round and run."""

from django.http import Http404, HttpRequest

from governance.selectors.board import Board, board_of
from ratings.models import Round, ScoreRun
from ratings.selectors import find_round


def board_or_404(request: HttpRequest, slug: str, number: int | None = None) -> Board:
    try:
        return board_of(round_=find_round(slug), user=request.user, number=number)
    except (Round.DoesNotExist, ScoreRun.DoesNotExist) as error:
        raise Http404("There is no board at this address.") from error


def known_mark(request: HttpRequest) -> str:
    """What an open page that looks for a new run says it shows; empty for anybody else."""
    return request.GET.get("mark", "") if request.htmx else ""


def board_context(board: Board, page: str) -> dict[str, object]:
    """What every page of a board shows: which round, which run, where one is."""
    return {"board": board, "round": board.round, "page": page, "simulated": board.round.is_simulated}

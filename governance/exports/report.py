"""The PDF of a run: accessible (PDF/UA), with its charts as SVG, its tables and how the numbers were made."""

from dataclasses import dataclass

from django.template.loader import render_to_string

from governance.exports.tables import facts
from mhin.common.pdf import make_pdf
from ratings.disclosure import ReleasedGroups, ReleasedRanking, ReleasedRow

ROW, LEFT, WIDTH, TOP = 22, 60, 640, 30


@dataclass(frozen=True)
class ForestLine:
    """One solution in the SVG: where its dot and its line stand."""

    code: str
    y: int
    x: float
    low: float
    high: float


def run_report(ranking: ReleasedRanking, groups: ReleasedGroups | None) -> bytes:
    """Raises PdfUnavailableError."""
    context = {
        "ranking": ranking,
        "round": ranking.run.round,
        "rows": ranking.ranked,
        "groups": groups,
        "facts": facts(ranking)[1:],
        "forest": forest_lines(ranking.ranked),
        "forest_height": TOP + ROW * len(ranking.ranked) + 30,
        "forest_ticks": [(rank, _x(rank, len(ranking.ranked))) for rank in _ticks(len(ranking.ranked))],
    }
    return make_pdf(render_to_string("governance/report.html", context))


def forest_lines(rows: tuple[ReleasedRow, ...]) -> list[ForestLine]:
    most = len(rows)
    return [
        ForestLine(
            code=row.code,
            y=TOP + ROW * place,
            x=_x(row.rank or 1, most),
            low=_x(row.rank_low or row.rank or 1, most),
            high=_x(row.rank_high or row.rank or 1, most),
        )
        for place, row in enumerate(rows)
    ]


def _x(rank: int, most: int) -> float:
    return LEFT + (WIDTH - LEFT - 20) * (rank - 1) / max(1, most - 1)


def _ticks(most: int) -> list[int]:
    return [1, *range(5, most + 1, 5)]

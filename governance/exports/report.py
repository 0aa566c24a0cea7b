"""The PDF of a run: accessible (PDF/UA), with its charts as SVG, its tables and how the numbers were made."""

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from governance.exports.tables import Rows, facts
from governance.selectors.people import Attendance
from governance.selectors.results import Results
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


def run_report(ranking: ReleasedRanking, groups: ReleasedGroups | None, attendance: Attendance | None = None) -> bytes:
    """For the boards. Raises PdfUnavailableError."""
    return _report(_context(ranking, groups, facts(ranking)[1:]) | {"attendance": attendance})


def results_report(results: Results, published_facts: Rows) -> bytes:
    """For everybody: with who took part, and of each group the order alone. Raises PdfUnavailableError."""
    context = _context(results.ranking, results.groups, published_facts)
    return _report(context | {"for_everybody": True, "participation": results.participation})


def _report(context: dict[str, Any]) -> bytes:
    return make_pdf(render_to_string("governance/report.html", context))


def _context(ranking: ReleasedRanking, groups: ReleasedGroups | None, known: Rows) -> dict[str, Any]:
    return {
        "ranking": ranking,
        "round": ranking.run.round,
        "rows": ranking.ranked,
        "groups": groups,
        "facts": known,
        "forest": forest_lines(ranking.ranked),
        "forest_height": TOP + ROW * len(ranking.ranked) + 30,
        "forest_ticks": [(rank, _x(rank, len(ranking.ranked))) for rank in _ticks(len(ranking.ranked))],
    }


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

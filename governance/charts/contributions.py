"""What each objective adds to each score."""

from typing import Any

import plotly.graph_objects as go

from governance.charts.style import DARK, to_figure
from ratings.disclosure import ReleasedRow

# Fills that differ in greyscale, each with a pattern of its own.
FILLS = ("#003087", "#41b6e6", "#768692", "#ffb81c", "#ffffff", "#005eb8", "#d8dde0")
PATTERNS = ("", "/", ".", "\\", "x", "-", "|")


def contributions_figure(rows: tuple[ReleasedRow, ...]) -> dict[str, Any]:
    """Stacked bars that add up to the score; the table has the same numbers."""
    objectives = [cell.objective.name for cell in rows[0].cells] if rows else []
    bars = [
        go.Bar(
            name=name,
            x=[row.cells[j].contribution for row in rows],
            y=[row.code for row in rows],
            orientation="h",
            marker={
                "color": FILLS[j % len(FILLS)],
                "line": {"color": DARK, "width": 1},
                "pattern": {"shape": PATTERNS[j % len(PATTERNS)], "fgcolor": DARK, "fillmode": "overlay", "size": 6},
            },
            hovertemplate="%{y}, " + name + ": %{x:.1f} points<extra></extra>",
        )
        for j, name in enumerate(objectives)
    ]
    figure = to_figure(bars, rows=len(rows) + 2, x={"range": [0, 100], "title": {"text": "Points, 0 to 100"}})
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom"}
    figure["layout"] |= {"barmode": "stack", "showlegend": True, "legend": legend}
    return figure

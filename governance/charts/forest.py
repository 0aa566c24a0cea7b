"""Ranks with their plausible ranges."""

from typing import Any

import plotly.graph_objects as go

from governance.charts.style import BLUE, DARK, PALE, to_figure
from ratings.disclosure import ReleasedRow


def forest_figure(rows: tuple[ReleasedRow, ...]) -> dict[str, Any]:
    """A dot for the rank and a line for its 90 % interval; every other tier is shaded."""
    labels = [row.code for row in rows]
    dots = go.Scatter(
        x=[row.rank for row in rows],
        y=labels,
        mode="markers",
        marker={"color": DARK, "size": 11},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [max(0, (row.rank_high or row.rank) - row.rank) for row in rows],
            "arrayminus": [max(0, row.rank - (row.rank_low or row.rank)) for row in rows],
            "color": BLUE,
            "thickness": 3,
            "width": 6,
        },
        customdata=[row.title for row in rows],
        hovertemplate="%{customdata}: rank %{x}<extra></extra>",
    )
    most = max([row.rank_high or row.rank for row in rows], default=1)
    ticks = [1, *range(5, most + 1, 5)]
    return to_figure(
        [dots],
        rows=len(rows),
        x={"range": [0.5, most + 0.5], "title": {"text": "Rank (1 is best)"}, "tickvals": ticks},
        shapes=_tier_bands(rows),
    )


def _tier_bands(rows: tuple[ReleasedRow, ...]) -> list[dict[str, Any]]:
    bands = []
    for tier in sorted({row.tier for row in rows if row.tier})[::2]:
        places = [place for place, row in enumerate(rows) if row.tier == tier]
        band = {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "yref": "y", "layer": "below"}
        bands.append(
            band
            | {
                "y0": min(places) - 0.5,
                "y1": max(places) + 0.5,
                "fillcolor": PALE,
                "opacity": 0.6,
                "line": {"width": 0},
            }
        )
    return bands

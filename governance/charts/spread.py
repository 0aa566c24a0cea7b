"""How the answers to one solution are spread on each objective."""

from typing import Any

import plotly.graph_objects as go

from governance.charts.style import DARK, axis, frame, wrapped
from ratings.disclosure import ReleasedSpread

ROW, EDGES = 64, 80
# From low to high answers, light to dark; each part names its answers, so that none is told by its shade alone.
SHADES = ("#ffffff", "#e8f1fa", "#d3e5f5", "#b8d4ee", "#9dc4e8", "#82b3e1", "#1d70b8", "#005eb8", "#003087")
FIRST_DARK = 6


def spread_figure(spreads: tuple[ReleasedSpread, ...]) -> dict[str, Any]:
    """A whole bar an objective, cut by the share of people who gave each answer."""
    bars = [_part(spread, place) for spread in spreads for place, bar in enumerate(spread.bars) if bar.people]
    layout = frame(
        EDGES + ROW * len(spreads),
        barmode="stack",
        uniformtext={"minsize": 10, "mode": "hide"},  # an answer too small to read is left to the table
        xaxis=axis("Percent of the people", range=[0, 100]),
        yaxis={"autorange": "reversed", "fixedrange": True, "automargin": True, "type": "category"},
    )
    return go.Figure(data=bars, layout=layout).to_plotly_json()


def _part(spread: ReleasedSpread, place: int) -> go.Bar:
    bar = spread.bars[place]
    answers = f"{bar.low}" if bar.low == bar.high else f"{bar.low}–{bar.high}"
    shade = round((bar.low + bar.high) / 2) - 1
    return go.Bar(
        x=[100 * bar.people / sum(each.people for each in spread.bars)],
        y=[wrapped(spread.objective.name, 14)],
        orientation="h",
        text=[answers],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"color": "#ffffff" if shade >= FIRST_DARK else "#212b32"},
        marker={"color": SHADES[shade], "line": {"color": DARK, "width": 1}},
        hovertemplate=f"Answers {answers}: about {bar.people} people<extra></extra>",
    )

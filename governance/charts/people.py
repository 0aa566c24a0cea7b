"""Who took part, and how soon the top of the list settled."""

from typing import Any

import plotly.graph_objects as go

from governance.charts.style import BLUE, DARK, GREY, PALE, axis, frame, wrapped
from ratings.disclosure import ReleasedPart, StabilityPoint

ROW, EDGES, CURVE = 48, 90, 300
LIGHT = "#d3e5f5"  # so that the stroke of a target is seen on a bar, too


def targets_figure(parts: tuple[ReleasedPart, ...]) -> dict[str, Any]:
    """A bar for the people who joined, a stroke for the target."""
    names = [wrapped(part.name) for part in parts]
    bars = go.Bar(
        x=[part.joined for part in parts],
        y=names,
        orientation="h",
        text=[part.joined for part in parts],
        textposition="inside",
        insidetextanchor="start",
        textfont={"color": "#212b32"},
        marker={"color": LIGHT, "line": {"color": DARK, "width": 1}},
        hovertemplate="%{y}: %{x} people joined<extra></extra>",
    )
    targets = go.Scatter(
        x=[part.target for part in parts],
        y=names,
        mode="markers",
        marker={"symbol": "line-ns-open", "size": 26, "line": {"width": 4}, "color": "#212b32"},
        hovertemplate="%{y}: target %{x}<extra></extra>",
    )
    layout = frame(
        EDGES + ROW * len(parts),
        xaxis=axis("People", rangemode="tozero"),
        yaxis={"autorange": "reversed", "fixedrange": True, "automargin": True, "type": "category"},
    )
    return go.Figure(data=[bars, targets], layout=layout).to_plotly_json()


def stability_figure(points: tuple[StabilityPoint, ...]) -> dict[str, Any]:
    """How much of the shortlist a part of the people finds; the last point is everybody."""
    people = [point.people for point in points]
    mean = _curve(people, [point.overlap for point in points], "on average", BLUE, "solid", "circle")
    low = _curve(people, [point.low for point in points], "nine parts in ten reach", GREY, "dash", "square")
    here = {"x": people[-1], "y": 100, "text": "you are here", "showarrow": True, "ax": -30, "ay": 40}
    layout = frame(
        CURVE,
        xaxis=axis("People", rangemode="tozero"),
        yaxis=axis("Shortlist found, %", range=[0, 108]),
        showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom"},
        margin={"l": 8, "r": 16, "t": 40, "b": 48},
        annotations=[here | {"bgcolor": "#ffffff", "bordercolor": PALE}],
    )
    return go.Figure(data=[mean, low], layout=layout).to_plotly_json()


def _curve(people: list[int], shares: list[float], name: str, colour: str, dash: str, symbol: str) -> go.Scatter:
    return go.Scatter(
        x=people,
        y=[100 * share for share in shares],
        mode="lines+markers",
        name=name,
        line={"color": colour, "width": 3, "dash": dash},
        marker={"symbol": symbol, "size": 9, "color": colour},
        hovertemplate="%{x} people: %{y:.0f} %<extra></extra>",
    )

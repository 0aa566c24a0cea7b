"""What each group that may be shown thinks of one solution."""

from typing import Any

import plotly.graph_objects as go

from governance.charts.style import BLUE, DARK, axis, frame, wrapped
from ratings.disclosure import ReleasedGroup

ROW, EDGES = 48, 90


def group_views_figure(views: list[tuple[ReleasedGroup, float]], official: float) -> dict[str, Any]:
    """A dot for each group's score and a line for the official one."""
    dots = go.Scatter(
        x=[score for _, score in views],
        y=[wrapped(view.group.name) for view, _ in views],
        mode="markers+text",
        text=[f"{score:.0f}" for _, score in views],
        textposition="middle right",
        marker={"color": DARK, "size": 12},
        hovertemplate="%{y}: %{x:.0f} points<extra></extra>",
    )
    line = {"type": "line", "x0": official, "x1": official, "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    layout = frame(
        EDGES + ROW * len(views),
        xaxis=axis("Score (0 to 100)", range=[0, 104]),
        yaxis={"autorange": "reversed", "fixedrange": True, "automargin": True, "type": "category"},
        shapes=[line | {"line": {"color": BLUE, "width": 2, "dash": "dash"}}],
    )
    return go.Figure(data=[dots], layout=layout).to_plotly_json()

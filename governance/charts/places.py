"""How often one solution takes each place."""

from typing import Any

import plotly.graph_objects as go

from governance.charts.style import BLUE, DARK, axis, frame

HEIGHT = 260


def places_figure(chances: tuple[float, ...], shortlist_size: int) -> dict[str, Any]:
    """A bar a place; a line stands where the shortlist ends."""
    bars = go.Bar(
        x=list(range(1, len(chances) + 1)),
        y=[round(100 * chance, 1) for chance in chances],
        marker={"color": BLUE, "line": {"color": DARK, "width": 1}},
        hovertemplate="Rank %{x}: %{y:.0f} in 100 draws<extra></extra>",
    )
    edge = shortlist_size + 0.5
    line = {"type": "line", "x0": edge, "x1": edge, "yref": "paper", "y0": 0, "y1": 1}
    side = "left" if edge < len(chances) / 2 else "right"
    note = {"x": edge, "yref": "paper", "y": 1, "text": f"Top {shortlist_size} ends here", "showarrow": False}
    layout = frame(
        HEIGHT,
        margin={"l": 8, "r": 16, "t": 32, "b": 48},
        xaxis=axis("Rank (1 is best)", range=[0.5, len(chances) + 0.5], tickvals=[1, *range(5, len(chances) + 1, 5)]),
        yaxis=axis("Draws in 100", rangemode="tozero"),
        shapes=[line | {"line": {"color": DARK, "width": 2, "dash": "dash"}}],
        annotations=[note | {"xanchor": side, "yanchor": "bottom"}] if shortlist_size < len(chances) else [],
    )
    return go.Figure(data=[bars], layout=layout).to_plotly_json()

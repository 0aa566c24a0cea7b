"""One look for every figure: readable in greyscale, no meaning by colour alone, no interaction needed."""

from typing import Any

import plotly.graph_objects as go

BLUE, DARK, PALE, GREY = "#005eb8", "#003087", "#d8dde0", "#4c6272"
ROW_HEIGHT, FRAME_HEIGHT = 28, 90


def to_figure(traces: list[Any], *, rows: int, x: dict[str, Any], **layout: Any) -> dict[str, Any]:
    """A figure with one row an option, best on top."""
    frame = go.Layout(
        template="none",
        height=FRAME_HEIGHT + ROW_HEIGHT * max(rows, 1),
        margin={"l": 8, "r": 16, "t": 8, "b": 48},
        xaxis={"fixedrange": True, "gridcolor": PALE, "zeroline": False} | x,
        yaxis={"autorange": "reversed", "fixedrange": True, "automargin": True, "type": "category"},
        font={"family": "Arial, sans-serif", "size": 14},
        showlegend=False,
        **layout,
    )
    return go.Figure(data=traces, layout=frame).to_plotly_json()

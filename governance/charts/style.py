"""One look for every figure: readable in greyscale, no meaning by colour alone, no interaction needed."""

from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

BLUE, DARK, PALE, GREY = "#005eb8", "#003087", "#d8dde0", "#4c6272"
ROW_HEIGHT, FRAME_HEIGHT = 28, 90


def frame(height: int, **layout: Any) -> go.Layout:
    """What all figures share; `layout` names the axes and whatever else a figure has of its own."""
    return go.Layout(
        **{
            "template": "none",
            "height": height,
            "margin": {"l": 8, "r": 16, "t": 8, "b": 48},
            "font": {"family": "Arial, sans-serif", "size": 14},
            "showlegend": False,
            **layout,
        }
    )


def axis(title: str, **settings: Any) -> dict[str, Any]:
    """An axis of numbers that stays where it is."""
    settings = {"fixedrange": True, "gridcolor": PALE, "zeroline": False, "automargin": True} | settings
    return settings | {"title": {"text": title, "standoff": 8}}


def wrapped(name: str, width: int = 18) -> str:
    """A long name over several lines, so that it leaves room for the figure on a small screen."""
    return "<br>".join(wrap(name, width))


def to_figure(traces: list[Any], *, rows: int, x: dict[str, Any], **layout: Any) -> dict[str, Any]:
    """A figure with one row an option, best on top."""
    outline = frame(
        FRAME_HEIGHT + ROW_HEIGHT * max(rows, 1),
        xaxis={"fixedrange": True, "gridcolor": PALE, "zeroline": False} | x,
        yaxis={"autorange": "reversed", "fixedrange": True, "automargin": True, "type": "category"},
        **layout,
    )
    return go.Figure(data=traces, layout=outline).to_plotly_json()

"""Figures for the boards, made by plotly and drawn by plotly.js. Each stands beside its table."""

from typing import Any

import plotly.graph_objects as go

from mhin.common.templatetags.ui import score
from ratings.disclosure import ReleasedRanking

BAR_HEIGHT, FRAME_HEIGHT = 26, 90
BLUE = "#005eb8"


def ranking_figure(ranking: ReleasedRanking) -> dict[str, Any]:
    """One bar a solution, best on top. The label on the bar carries the number, so colour carries nothing."""
    rows = ranking.ranked
    bars = go.Bar(
        x=[row.score for row in rows],
        y=[f"{row.rank}. {row.code}" for row in rows],
        customdata=[row.title for row in rows],
        text=[score(row.score) for row in rows],
        orientation="h",
        marker={"color": BLUE},
        hovertemplate="%{customdata}: %{text}<extra></extra>",
    )
    layout = go.Layout(
        template="none",
        height=FRAME_HEIGHT + BAR_HEIGHT * len(rows),
        margin={"l": 90, "r": 24, "t": 8, "b": 48},
        xaxis={"range": [0, 100], "title": {"text": "Score, 0 to 100"}, "fixedrange": True},
        yaxis={"autorange": "reversed", "fixedrange": True, "ticks": ""},
        font={"family": "Arial, sans-serif", "size": 14},
    )
    return go.Figure(data=[bars], layout=layout).to_plotly_json()

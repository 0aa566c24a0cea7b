"""Figures for the boards, made by plotly and drawn by plotly.js. Each stands beside its table."""

from governance.charts.contributions import contributions_figure
from governance.charts.forest import forest_figure

__all__ = ["contributions_figure", "forest_figure"]

"""Figures for the boards, made by plotly and drawn by plotly.js. Each stands beside its table."""

from governance.charts.contributions import contributions_figure
from governance.charts.forest import forest_figure
from governance.charts.groups import group_views_figure
from governance.charts.people import stability_figure, targets_figure
from governance.charts.places import places_figure
from governance.charts.spread import spread_figure

__all__ = [
    "contributions_figure",
    "forest_figure",
    "group_views_figure",
    "places_figure",
    "spread_figure",
    "stability_figure",
    "targets_figure",
]

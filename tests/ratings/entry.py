"""What the tests of typed sheets send, and what they look at."""

from django.urls import reverse

from ratings.models import Rating


def address(stage, name, *args):
    return reverse(f"ratings:{name}", args=[stage.round.slug, *args])


def marks(stage, rows, **more):
    """The fields of the page on which a sheet is typed: one row of marks a solution."""
    return {
        f"c{solution.pk}_{objective.pk}": mark
        for solution, row in zip(stage.solutions, rows, strict=False)
        for objective, mark in zip(stage.objectives, row, strict=True)
    } | more


def answers(sheet):
    rows = Rating.objects.filter(participant=sheet.participant).order_by("round_solution__position", "objective")
    return list(rows.values_list("state", "value"))

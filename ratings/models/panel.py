"""What the panel of a decision conference agreed."""

from django.db import models
from django.db.models import Q

from mhin.common.models import TimeStamped
from ratings.models.round import Objective, RoundSolution


class PanelValue(TimeStamped):
    """A preference value, 0 (least preferred) to 100 (most preferred), agreed by the panel."""

    round_solution = models.ForeignKey(RoundSolution, on_delete=models.CASCADE, related_name="panel_values")
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="panel_values")
    value = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round_solution", "objective"], name="ratings_panelvalue_one_per_cell"),
            models.CheckConstraint(
                condition=Q(value__range=(0, 100)),
                name="ratings_panelvalue_range",
                violation_error_message="A preference value is 0 to 100.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_solution.code} {self.objective.code}: {self.value:g}"

"""Wording of a solution that is not published yet."""

from django.db import models
from django.db.models import Q

from mhin.common.curation import Draft
from solutions.models.solution import Solution


class SolutionDraft(Draft):
    solution = models.OneToOneField(Solution, on_delete=models.CASCADE, related_name="draft")
    title = models.CharField(max_length=200)
    summary = models.TextField("plain summary")
    easy_read = models.TextField("easy-read text", blank=True)
    population = models.CharField("who it is for", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(summary=""), name="solutions_solutiondraft_has_title_and_summary"
            )
        ]

    def __str__(self) -> str:
        return f"draft: {self.title}"

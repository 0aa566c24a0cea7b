"""The life of a solution, step by step."""

from django.db import models
from django.db.models import Q

from mhin.common.curation import StatusChange
from solutions.models.solution import Solution, SolutionStatus


class SolutionAct(models.TextChoices):
    RECORDED = "recorded", "Recorded in the catalogue"
    DRAFTED = "drafted", "Drafted"
    EDITED = "edited", "Edited"
    COVERAGE = "coverage", "Needs it could meet changed"
    EVIDENCE = "evidence", "Evidence changed"
    PUBLISHED = "published", "Published"
    REWORDED = "reworded", "Published wording changed"
    ARCHIVED = "archived", "Taken out of the catalogue"
    REOPENED = "reopened", "Made a draft again"


class SolutionStatusChange(StatusChange):
    Act = SolutionAct

    solution = models.ForeignKey(Solution, on_delete=models.PROTECT, related_name="status_changes")
    act = models.CharField(max_length=30, choices=Act)
    from_status = models.CharField(max_length=20, choices=SolutionStatus, blank=True)
    to_status = models.CharField(max_length=20, choices=SolutionStatus)

    class Meta(StatusChange.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(act__in=SolutionAct.values), name="solutions_solutionstatuschange_act_known"
            ),
            models.CheckConstraint(
                condition=Q(to_status__in=SolutionStatus.values), name="solutions_solutionstatuschange_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(act=SolutionAct.ARCHIVED) | ~Q(note=""),
                name="solutions_solutionstatuschange_reason_given",
                violation_error_message="Say why.",
            ),
        ]

"""Who looked over the easy-read text of a solution."""

from django.db import models
from django.db.models import Q

from mhin.common.curation import EasyReadCheck
from solutions.models.solution import Solution


class SolutionEasyReadCheck(EasyReadCheck):
    solution = models.OneToOneField(Solution, on_delete=models.CASCADE, related_name="easy_read_check")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="solutions_solutioneasyreadcheck_has_text")]

"""The computed priorities."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ratings.models.group import StakeholderGroup
from ratings.models.round import Round, RoundSolution


class RecomputeRequest(models.Model):
    """Insert-only outbox: a row says that the round's scores are out of date. Only a finished run deletes it."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="recompute_requests")
    requested_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes = [models.Index(fields=["round", "id"], name="ratings_recomputerequest_round")]

    def __str__(self) -> str:
        return f"recompute {self.round_id}"


class ScoreRun(models.Model):
    """One computation, immutable: a trigger refuses UPDATE. Later answers make a later run."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="runs")
    number = models.PositiveIntegerField()
    method = models.CharField(max_length=40)
    policy = models.JSONField(help_text="Voice, weights and aggregation, as they were when it ran.")
    seed = models.PositiveBigIntegerField()
    input_hash = models.CharField(max_length=64)
    code_version = models.CharField(max_length=40)
    people = models.PositiveIntegerField()
    answers = models.PositiveIntegerField()
    weights = models.JSONField(help_text="Objective code to its share of 1.")
    details = models.JSONField(default=dict, help_text="Intervals, agreement, sensitivity: arrays by name.")
    seconds = models.JSONField(default=dict, help_text="How long each step took.")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="ratings_scorerun_number_unique")]

    def __str__(self) -> str:
        return f"run {self.number} of {self.round}"


class SolutionScore(models.Model):
    """One solution in one run. No score means that too few answers were given to work one out, never 0."""

    run = models.ForeignKey(ScoreRun, on_delete=models.CASCADE, related_name="scores")
    round_solution = models.ForeignKey(RoundSolution, on_delete=models.PROTECT, related_name="scores")
    score = models.FloatField(null=True, blank=True)
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField()
    values = models.JSONField(help_text="Objective code to the value 0-100, null where nobody answered.")
    answers = models.JSONField(help_text="Objective code to the number of answers.")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["run", "round_solution"], name="ratings_solutionscore_one_per_run"),
            models.UniqueConstraint(fields=["run", "position"], name="ratings_solutionscore_position_unique"),
            models.CheckConstraint(
                condition=Q(score__isnull=True, rank__isnull=True)
                | Q(score__isnull=False, rank__isnull=False, score__gte=0, score__lte=100, rank__gte=1),
                name="ratings_solutionscore_score_in_range_with_rank",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_solution.code}: {self.score}"


class GroupRelease(models.Model):
    """Insert-only log: from this run on, the group's figures are those of this run, until the next release."""

    run = models.ForeignKey(ScoreRun, on_delete=models.PROTECT, related_name="group_releases")
    group = models.ForeignKey(StakeholderGroup, on_delete=models.PROTECT, related_name="releases")
    released_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "group"], name="ratings_grouprelease_once_a_run")]

    def __str__(self) -> str:
        return f"{self.group} as of {self.run}"

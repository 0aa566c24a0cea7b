"""Which documents speak for a solution."""

from django.db import models

from mhin.common.models import TimeStamped
from needs.models import Source
from solutions.models.solution import Solution


class EvidenceStrength(models.TextChoices):
    RECOMMENDED = "recommended", "Recommended in a guideline"
    RELATED = "related", "Related guideline; the match is ours"
    TRIAL = "trial", "Shown in trials"
    OBSERVED = "observed", "Seen in practice"


class Evidence(TimeStamped):
    """One document that speaks for, or against, a solution (docs/adr/0005: the document itself is a Source)."""

    Strength = EvidenceStrength

    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="evidence")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="evidence")
    strength = models.CharField(max_length=20, choices=Strength, default=Strength.RELATED)
    finding = models.TextField("what it found", blank=True)

    class Meta:
        ordering = ["source__code"]
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(
                fields=["solution", "source"],
                name="solutions_evidence_source_once",
                violation_error_message="This document is listed for the solution already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} ({self.get_strength_display()})"

"""What could meet the needs."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from mhin.common.models import Provenance, TimeStamped
from needs.models import Area, Need


class SolutionQuerySet(models.QuerySet["Solution"]):
    def published(self) -> "SolutionQuerySet":
        return self.filter(status=Solution.Status.PUBLISHED)


class SolutionStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    ARCHIVED = "archived", "Archived"


class SolutionReadiness(models.TextChoices):
    UNKNOWN = "unknown", "Not yet judged"
    EMERGING = "emerging", "Tried in a few places"
    TESTED = "tested", "Tested in studies"
    ESTABLISHED = "established", "In routine use somewhere"


class Solution(TimeStamped):
    Status = SolutionStatus
    Readiness = SolutionReadiness

    code = models.CharField(max_length=10, unique=True)
    title = models.CharField(max_length=200)
    summary = models.TextField("plain summary")
    easy_read = models.TextField("easy-read text", blank=True)
    population = models.CharField("who it is for", max_length=300, blank=True)
    readiness = models.CharField(max_length=20, choices=Readiness, default=Readiness.UNKNOWN)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="solutions")
    needs = models.ManyToManyField(Need, related_name="solutions", blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    provenance = models.CharField(max_length=20, choices=Provenance)
    provenance_note = models.TextField(blank=True)
    source_urls = models.JSONField(default=list, blank=True)
    conference_label = models.CharField(
        max_length=40, blank=True, help_text="The short label in the published decision conference, when it fits."
    )
    conference_confidence = models.CharField(
        max_length=80, blank=True, help_text="How sure we are that the label means this solution."
    )

    objects: ClassVar[models.Manager["Solution"]] = SolutionQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=SolutionStatus.values), name="solutions_solution_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=SolutionStatus.PUBLISHED) | ~Q(summary=""),
                name="solutions_solution_published_has_summary",
                violation_error_message="Write the plain summary before publishing the solution.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("solutions:solution-detail", args=[self.code])

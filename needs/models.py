"""What is unmet: the seven areas, the needs in them, and the documents they come from."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from mhin.common.models import Provenance, TimeStamped


class Area(TimeStamped):
    code = models.CharField(max_length=10, unique=True)
    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    position = models.PositiveSmallIntegerField(unique=True)
    provenance = models.CharField(max_length=20, choices=Provenance)
    source_url = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("solutions:area-detail", args=[self.slug])


class SourceKind(models.TextChoices):
    POLICY = "policy", "Policy document"
    STUDY = "study", "Study"
    GUIDELINE = "guideline", "NICE guideline"
    SUBMISSION = "submission", "Submission"


class Source(TimeStamped):
    """A document. Needs point to it as where they were found, solutions as their evidence."""

    Kind = SourceKind

    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    url = models.URLField(max_length=500, blank=True)
    seen_at = models.JSONField(default=list, blank=True, help_text="Addresses at which the document was seen.")

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(year__range=(1900, 2100)),
                name="needs_source_year_range",
                violation_error_message="The year must be between 1900 and 2100.",
            ),
            models.CheckConstraint(condition=Q(kind__in=SourceKind.values), name="needs_source_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.title}"


class NeedQuerySet(models.QuerySet["Need"]):
    def published(self) -> "NeedQuerySet":
        return self.filter(status=Need.Status.PUBLISHED)


class NeedStatus(models.TextChoices):
    SUBMITTED = "submitted", "Submitted"
    IN_REVIEW = "in_review", "In review"
    PUBLISHED = "published", "Published"
    MERGED = "merged", "Merged into another"
    REJECTED = "rejected", "Not taken forward"


class NeedEvidenceSeen(models.TextChoices):
    """How far the topic was seen in the document it is linked to."""

    EXCERPT = "excerpt", "Seen in an excerpt"
    DOCUMENT = "document", "The document is real; the topic is general knowledge"
    NONE = "none", "Not seen"


class Need(TimeStamped):
    Status = NeedStatus
    EvidenceSeen = NeedEvidenceSeen

    code = models.CharField(max_length=10, unique=True)
    title = models.CharField(max_length=200)
    detail = models.TextField("what is missing, and for whom", blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="needs", null=True, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.SUBMITTED)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="merged_needs", null=True, blank=True
    )
    status_reason = models.TextField(blank=True, help_text="Why it was merged or not taken forward.")
    provenance = models.CharField(max_length=20, choices=Provenance)
    evidence_seen = models.CharField(max_length=20, choices=EvidenceSeen, default=EvidenceSeen.NONE)
    sources = models.ManyToManyField(Source, related_name="needs", blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="submitted_needs", null=True, blank=True
    )
    organisation_type = models.CharField(max_length=80, blank=True)

    objects: ClassVar[models.Manager["Need"]] = NeedQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=NeedStatus.values), name="needs_need_status_known"),
            models.CheckConstraint(
                condition=Q(status=NeedStatus.MERGED, merged_into__isnull=False)
                | (~Q(status=NeedStatus.MERGED) & Q(merged_into__isnull=True)),
                name="needs_need_merged_has_target",
                violation_error_message="A merged need names the need it was merged into, and only a merged one does.",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="needs_need_not_merged_into_itself",
                violation_error_message="A need cannot be merged into itself.",
            ),
            models.CheckConstraint(
                condition=~Q(status=NeedStatus.PUBLISHED) | Q(area__isnull=False),
                name="needs_need_published_has_area",
                violation_error_message="Choose an area before publishing the need.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("solutions:need-detail", args=[self.code])

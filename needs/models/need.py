"""What is unmet, from its submission to its publication."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.urls import reverse

from mhin.common.models import Provenance, TimeStamped
from needs.models.area import Area
from needs.models.source import Source

# Merged needs from which merges lead, in one step or in several, to a published one.
LEADING_TO_PUBLISHED = """
WITH RECURSIVE way AS (
    SELECT merged.id FROM needs_need merged JOIN needs_need target ON target.id = merged.merged_into_id
    WHERE target.status = 'published'
    UNION SELECT merged.id FROM needs_need merged JOIN way ON merged.merged_into_id = way.id
) SELECT id FROM way
"""


class NeedQuerySet(models.QuerySet["Need"]):
    def published(self) -> "NeedQuerySet":
        return self.filter(status=Need.Status.PUBLISHED)

    def merged_for_all(self) -> "NeedQuerySet":
        """Merged needs that anybody may read: the need in which they went is public itself."""
        return self.filter(status=Need.Status.MERGED, pk__in=RawSQL(LEADING_TO_PUBLISHED, []))  # noqa: S611 -- constant

    def shown(self) -> "NeedQuerySet":
        """Needs that have a public page."""
        return self.published() | self.merged_for_all()


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
    easy_read = models.TextField("easy-read text", blank=True)
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
    submitted_source = models.CharField(
        "where the sender saw it", max_length=500, blank=True, help_text="In the sender's words, not checked."
    )
    submitted_like = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        related_name="notes",
        null=True,
        blank=True,
        verbose_name="sent as a note to",
        help_text="The sender read this need and said that theirs is alike.",
    )
    # Kept by PostgreSQL itself, so that no write can forget it.
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="english")
        + SearchVector("detail", weight="B", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects: ClassVar[models.Manager["Need"]] = NeedQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        indexes = [
            GinIndex(fields=["search"], name="needs_need_search"),
            GinIndex(OpClass("title", "gin_trgm_ops"), name="needs_need_title_trigrams"),
        ]
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

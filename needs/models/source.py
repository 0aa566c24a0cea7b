"""The documents in which needs were found and on which solutions rest."""

from django.db import models
from django.db.models import Q

from mhin.common.curation import web_address_or_blank
from mhin.common.models import TimeStamped

NICE_NUMBER = r"^(NG|CG|PH|QS|TA)[0-9]{1,4}$"


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
            models.CheckConstraint(
                condition=~Q(kind=SourceKind.GUIDELINE) | Q(code__regex=NICE_NUMBER),
                name="needs_source_guideline_number",
                violation_error_message="The code of a NICE guideline is its number: NG225, CG178, PH16, QS8 or TA97.",
            ),
            models.CheckConstraint(
                condition=web_address_or_blank("url"),
                name="needs_source_url_is_web_address",
                violation_error_message="The address must begin with http:// or https://.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.title}"

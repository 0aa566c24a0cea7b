"""A file that a curator brought, from the upload to what became of it."""

from datetime import timedelta
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class ImportStatus(models.TextChoices):
    UPLOADED = "uploaded", "Waiting to be checked"
    CHECKED = "checked", "Ready to confirm"
    REFUSED = "refused", "Has problems"
    CONFIRMED = "confirmed", "Being written"
    APPLIED = "applied", "Written to the catalogue"
    CANCELLED = "cancelled", "Cancelled"
    EXPIRED = "expired", "Expired"


HOLDS_FILE = (ImportStatus.UPLOADED, ImportStatus.CHECKED, ImportStatus.CONFIRMED)
WAITS_FOR_WORKER = (ImportStatus.UPLOADED, ImportStatus.CONFIRMED)
EXCERPT_LETTERS = 600
LEASE = timedelta(minutes=5)  # longer than a worker may take


class CatalogueImportQuerySet(models.QuerySet["CatalogueImport"]):
    def waiting(self) -> "CatalogueImportQuerySet":
        """For a worker. One that was taken long ago is free again: its worker must have died."""
        free = Q(taken_at__isnull=True) | Q(taken_at__lt=Now() - LEASE)
        return self.filter(free, status__in=WAITS_FOR_WORKER).order_by("uploaded_at")

    def overdue(self) -> "CatalogueImportQuerySet":
        return self.filter(expires_at__lte=Now(), status__in=HOLDS_FILE)


class CatalogueImport(models.Model):
    """The file lies here, not on a disk, so that any worker on any machine can read it, and is emptied when done."""

    Status = ImportStatus

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    status = models.CharField(max_length=20, choices=Status, default=Status.UPLOADED)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    uploaded_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    message = models.TextField(blank=True, help_text="Why the whole file was refused, or must be looked at again.")
    note = models.TextField(blank=True, help_text="Why published texts change; it goes into their history.")
    plan = models.CharField(max_length=64, blank=True, help_text="Names exactly what the preview showed.")
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    problems = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager["CatalogueImport"]] = CatalogueImportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]
        default_permissions = ()
        permissions = [
            ("import_catalogue", "Can import needs and solutions"),
            ("export_catalogue", "Can export needs and solutions"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ImportStatus.values), name="solutions_catalogueimport_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=HOLDS_FILE) & ~Q(content=b"") | ~Q(status__in=HOLDS_FILE) & Q(content=b""),
                name="solutions_catalogueimport_file_while_needed",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="solutions_catalogueimport_sha256_is_one"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("uploaded_at")), name="solutions_catalogueimport_expires_later"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[ImportStatus.CHECKED, ImportStatus.CONFIRMED, ImportStatus.APPLIED])
                | Q(problems=0) & ~Q(plan=""),
                name="solutions_catalogueimport_goes_on_without_problems",
            ),
            models.UniqueConstraint(
                fields=["uploaded_by"],
                condition=Q(status__in=HOLDS_FILE),
                name="solutions_catalogueimport_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.get_status_display()})"


class ImportRow(models.Model):
    """What one row of the file would do, or what is wrong with it."""

    catalogue_import = models.ForeignKey(CatalogueImport, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    table = models.CharField(max_length=40, blank=True)
    row = models.PositiveIntegerField()
    action = models.CharField(max_length=10)
    code = models.CharField(max_length=60, blank=True)
    changes = models.JSONField(default=list, blank=True)
    problems = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["catalogue_import", "position"], name="solutions_importrow_position_once"),
            models.CheckConstraint(
                condition=Q(action__in=["new", "changed", "unchanged"], problems=[])
                | Q(action="problem", changes=[]) & ~Q(problems=[]),
                name="solutions_importrow_problems_or_changes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} row {self.row}: {self.action}"

    @property
    def shown_changes(self) -> list[tuple[str, str, str]]:
        """Column, before and after; of long texts the part where they differ."""
        return [(column, excerpt(before, after), excerpt(after, before)) for column, before, after in self.changes]


def excerpt(text: str, other: str) -> str:
    if len(text) <= EXCERPT_LETTERS:
        return text
    same = next((place for place, pair in enumerate(zip(text, other, strict=False)) if pair[0] != pair[1]), len(other))
    start = max(0, same - EXCERPT_LETTERS // 5)
    end = start + EXCERPT_LETTERS
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"

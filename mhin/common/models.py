"""What every table shares."""

from django.db import models
from django.db.models.functions import Now


class TimeStamped(models.Model):
    """Times come from the database's clock, so that two web servers cannot disagree."""

    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class Provenance(models.TextChoices):
    """Where a text of the catalogue comes from; shown beside it on every page."""

    MHIN = "mhin", "Named by MHIN"
    POLICY = "policy", "From a policy document"
    SUBMISSION = "submission", "Sent in by a person"
    ILLUSTRATIVE = "illustrative", "Illustrative"

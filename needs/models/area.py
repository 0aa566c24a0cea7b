"""The seven areas under which needs and solutions stand."""

from django.db import models
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

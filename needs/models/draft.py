"""Wording of a need that is not published yet."""

from django.db import models
from django.db.models import Q

from mhin.common.curation import Draft
from needs.models.need import Need


class NeedDraft(Draft):
    need = models.OneToOneField(Need, on_delete=models.CASCADE, related_name="draft")
    title = models.CharField(max_length=200)
    detail = models.TextField("what is missing, and for whom", blank=True)
    easy_read = models.TextField("easy-read text", blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="needs_needdraft_has_title")]

    def __str__(self) -> str:
        return f"draft: {self.title}"

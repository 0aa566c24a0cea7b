"""The words of public needs, against which a mistyped search word is compared."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models


class SearchWord(models.Model):
    """Written by a trigger whenever a need becomes public or changes its words; a word stays for good."""

    text = models.CharField(max_length=40, primary_key=True)

    class Meta:
        indexes = [GinIndex(OpClass("text", "gin_trgm_ops"), name="needs_searchword_trigrams")]

    def __str__(self) -> str:
        return self.text

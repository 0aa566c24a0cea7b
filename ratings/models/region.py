"""Where people take part from."""

from django.db import models
from django.db.models import Q

from mhin.common.models import TimeStamped
from ratings.models.round import Round

NOT_SAID = "Not said"


class Region(TimeStamped):
    """One part of the network's country. A network without regions asks nobody for one."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120, unique=True)
    position = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=NOT_SAID),
                name="ratings_region_name_not_taken",
                violation_error_message="The tables use this name for people without a region.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class RoundRegion(TimeStamped):
    """A region in one round, and how many people are hoped for from it. It gives nobody's voice any weight."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="round_regions")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="round_regions")
    target_people = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["region__position"]
        constraints = [models.UniqueConstraint(fields=["round", "region"], name="ratings_roundregion_once")]

    def __str__(self) -> str:
        return f"{self.region} in {self.round}"

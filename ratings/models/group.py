"""Who people speak as."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from mhin.common.models import TimeStamped
from ratings.models.round import Round


class StakeholderGroup(TimeStamped):
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120, unique=True)
    position = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class RoundGroup(TimeStamped):
    """A stakeholder group in one round: its voice when voices are declared, and how many people are hoped for."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="round_groups")
    group = models.ForeignKey(StakeholderGroup, on_delete=models.PROTECT, related_name="round_groups")
    declared_voice = models.FloatField(null=True, blank=True, validators=[MinValueValidator(0)])
    target_people = models.PositiveIntegerField(null=True, blank=True)
    population = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text="How many people the group has in all, if that is known: the more of them answer, the surer we are.",
    )

    class Meta:
        ordering = ["group__position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "group"], name="ratings_roundgroup_once"),
            models.CheckConstraint(
                condition=Q(declared_voice__isnull=True) | Q(declared_voice__gte=0, declared_voice__lt=float("inf")),
                name="ratings_roundgroup_voice_not_negative",
                violation_error_message="A group's voice is 0 or more.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} in {self.round}"

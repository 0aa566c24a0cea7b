"""Answers that an administrator enters for somebody: with help, or from paper. No name is kept, only a code."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from ratings.models.answer import RatingState
from ratings.models.participant import Participant
from ratings.models.round import Objective, Round, RoundSolution


class EntrySheet(models.Model):
    """The code ties the paper to the answers, so that they can be corrected or taken out on the person's word."""

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="entry_sheet")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="entry_sheets")
    code = models.CharField(max_length=6)
    helper = models.CharField("role of who helped", max_length=60, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="entry_sheets")
    entered_on = models.DateField(db_default=Now(), editable=False)

    objects: ClassVar[models.Manager["EntrySheet"]] = models.Manager()

    class Meta:
        ordering = ["code"]
        permissions = [("enter_for_others", "Can enter answers for somebody who gave them by word or on paper")]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "code"],
                name="ratings_entrysheet_code_once",
                violation_error_message="A sheet of this code has been entered already.",
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[PH][0-9]{4}[A-Z]$"), name="ratings_entrysheet_code_form"
            ),
        ]

    def __str__(self) -> str:
        return f"sheet {self.code}"


class SecondKeying(models.Model):
    """Somebody else keys a drawn sheet again without seeing the first keying. The counts stay when all is settled."""

    sheet = models.OneToOneField(EntrySheet, on_delete=models.CASCADE, related_name="second_keying")
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drawn_on = models.DateField(db_default=Now(), editable=False)
    keyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="second_keyings", null=True, blank=True
    )
    keyed_on = models.DateField(null=True, blank=True)
    cells = models.PositiveIntegerField(null=True, blank=True)
    mismatches = models.PositiveIntegerField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    settled_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["sheet__code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(keyed_by__isnull=True) | ~Q(keyed_by=F("first_by")),
                name="ratings_secondkeying_by_somebody_else",
                violation_error_message="Somebody other than the first person must key the sheet again.",
            ),
            models.CheckConstraint(
                condition=Q(keyed_by__isnull=True, keyed_on__isnull=True, cells__isnull=True, mismatches__isnull=True)
                | Q(
                    keyed_by__isnull=False,
                    keyed_on__isnull=False,
                    cells__isnull=False,
                    mismatches__isnull=False,
                    mismatches__lte=F("cells"),
                ),
                name="ratings_secondkeying_counts_when_keyed",
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True, settled_on__isnull=True)
                | Q(settled_by__isnull=False, settled_on__isnull=False, keyed_by__isnull=False),
                name="ratings_secondkeying_settled_after_keying",
            ),
        ]

    def __str__(self) -> str:
        return f"second keying of {self.sheet}"


class KeyingDifference(models.Model):
    """A cell that the second keying read in another way. The rows go when somebody has settled them."""

    second_keying = models.ForeignKey(SecondKeying, on_delete=models.CASCADE, related_name="differences")
    round_solution = models.ForeignKey(RoundSolution, on_delete=models.PROTECT, related_name="+")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=RatingState)
    value = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["round_solution__position", "objective__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["second_keying", "round_solution", "objective"], name="ratings_keyingdifference_one_per_cell"
            ),
            models.CheckConstraint(
                condition=Q(state=RatingState.RATED, value__isnull=False, value__range=(1, 9))
                | (~Q(state=RatingState.RATED) & Q(value__isnull=True)),
                name="ratings_keyingdifference_value_exactly_when_rated",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RatingState.values), name="ratings_keyingdifference_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_solution_id}/{self.objective_id} of {self.second_keying}"


class PointsDifference(models.Model):
    """What the second keying read in a box for points, kept for every box when any differs, until that is settled."""

    second_keying = models.ForeignKey(SecondKeying, on_delete=models.CASCADE, related_name="points_differences")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Null: the box was empty.")

    class Meta:
        ordering = ["objective__position"]
        constraints = [
            models.UniqueConstraint(fields=["second_keying", "objective"], name="ratings_pointsdifference_one_per_box"),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__range=(0, 100)),
                name="ratings_pointsdifference_points_0_to_100",
            ),
        ]

    def __str__(self) -> str:
        return f"points for {self.objective_id} of {self.second_keying}"

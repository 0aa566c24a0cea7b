"""What people said."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from mhin.common.models import TimeStamped
from ratings.models.participant import Participant
from ratings.models.round import Objective, RoundSolution


class RatingState(models.TextChoices):
    RATED = "rated", "Rated"
    CANNOT_JUDGE = "cannot_judge", "I can't judge this"
    NOT_RELEVANT = "not_relevant", "Not relevant to me"
    PREFER_NOT = "prefer_not", "Prefer not to say"


class Rating(models.Model):
    """One person's live answer to one solution on one objective."""

    State = RatingState

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="ratings")
    round_solution = models.ForeignKey(RoundSolution, on_delete=models.PROTECT, related_name="ratings")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="ratings")
    state = models.CharField(max_length=20, choices=State)
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["round_solution", "objective"],
                condition=Q(state=RatingState.CANNOT_JUDGE),
                name="ratings_rating_cannot_judge",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "round_solution", "objective"], name="ratings_rating_one_per_person_and_cell"
            ),
            models.CheckConstraint(condition=Q(state__in=RatingState.values), name="ratings_rating_state_known"),
            models.CheckConstraint(
                condition=Q(state=RatingState.RATED, value__isnull=False, value__range=(1, 9))
                | (~Q(state=RatingState.RATED) & Q(value__isnull=True)),
                name="ratings_rating_value_exactly_when_rated",
                violation_error_message="A rating is 1 to 9, and only a rated answer has one.",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="ratings_rating_version_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.round_solution.code} {self.objective.code}: {self.value or self.get_state_display()}"


class RatingEvent(models.Model):
    """Append-only history of the answers: a trigger refuses UPDATE. It goes only when its participant is erased."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="rating_events")
    round_solution = models.ForeignKey(RoundSolution, on_delete=models.PROTECT, related_name="+")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=Rating.State)
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField()
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "round_solution", "objective", "version"],
                name="ratings_ratingevent_one_per_version",
            )
        ]

    def __str__(self) -> str:
        return f"version {self.version} of {self.round_solution_id}/{self.objective_id}"


class Swing(TimeStamped):
    """Swing weight: how much raising this objective from its low to its high anchor matters, 100 for the most."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="swings")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="swings")
    points = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "objective"], name="ratings_swing_one_per_objective"),
            models.CheckConstraint(
                condition=Q(points__range=(0, 100)),
                name="ratings_swing_points_range",
                violation_error_message="Swing points are 0 to 100.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.objective}: {self.points}"

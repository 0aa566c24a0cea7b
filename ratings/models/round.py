"""A round: what is rated, by which objectives, under which policies."""

from datetime import timedelta
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse

from mhin.common.curation import easy_read_note
from mhin.common.models import TimeStamped
from solutions.models import Solution


class RoundQuerySet(models.QuerySet["Round"]):
    def visible(self) -> "RoundQuerySet":
        """Rounds that people other than administrators may know of."""
        return self.exclude(status=Round.Status.DRAFT)

    def taking_ratings(self) -> "RoundQuerySet":
        """Open by the database's clock."""
        return self.filter(
            Q(closes_at__isnull=True) | Q(closes_at__gt=Now()), kind=Round.Kind.SURVEY, status=Round.Status.OPEN
        )

    def published_long_ago(self, age: timedelta) -> "RoundQuerySet":
        """Published longer ago than this, by the database's clock."""
        return self.filter(status=Round.Status.PUBLISHED, published_at__lt=Now() - age)


class RoundKind(models.TextChoices):
    SURVEY = "survey", "Survey: people rate 1 to 9 online"
    CONFERENCE = "conference", "Decision conference: a panel agrees values 0 to 100"


class RoundStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    PUBLISHED = "published", "Published"


class RoundVoice(models.TextChoices):
    EQUAL = "equal", "Each stakeholder group counts the same"
    PERSON = "person", "Each person counts the same"
    DECLARED = "declared", "Groups count as declared before opening"


class RoundWeights(models.TextChoices):
    ELICITED = "elicited", "From the swing weights people give"
    DECLARED = "declared", "Set with the round"


class RoundAggregation(models.TextChoices):
    ADJUSTED = "adjusted", "Adjusted for who rated what, and how severely"
    MEAN = "mean", "Mean of the answers given"


class RoundVisibility(models.TextChoices):
    LIVE = "live", "The boards see the ranking while the round is open"
    AFTER_CLOSE = "after_close", "The boards see the ranking after the round has closed"


class RoundJoining(models.TextChoices):
    OPEN = "open", "Anybody with an account may join"
    INVITED = "invited", "Only people who were invited may join"


class Round(TimeStamped):
    """The policies are frozen when the round opens: a trigger refuses to change them afterwards."""

    Kind = RoundKind
    Status = RoundStatus
    Voice = RoundVoice
    Weights = RoundWeights
    Aggregation = RoundAggregation
    Visibility = RoundVisibility
    Joining = RoundJoining

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.SURVEY)
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    purpose = models.TextField(help_text="What is being decided, by whom, by when and for whom.", blank=True)
    source = models.TextField(blank=True, help_text="The publication a past round is taken from.")
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    voice = models.CharField(max_length=20, choices=Voice, default=Voice.EQUAL)
    weights = models.CharField(max_length=20, choices=Weights, default=Weights.ELICITED)
    aggregation = models.CharField(max_length=20, choices=Aggregation, default=Aggregation.ADJUSTED)
    visibility = models.CharField(max_length=20, choices=Visibility, default=Visibility.LIVE)
    smallest_group = models.PositiveSmallIntegerField(
        "smallest group shown (k)",
        default=8,
        help_text="No figure about fewer people than this is shown to anybody.",
    )
    shortlist_size = models.PositiveSmallIntegerField(default=5, validators=[MinValueValidator(1)])
    joining = models.CharField("who may join", max_length=20, choices=Joining, default=Joining.OPEN)
    reminder_days = models.PositiveSmallIntegerField(
        "days between reminders",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Nobody who has not finished is reminded more often than this. Leave it empty for no reminders.",
    )
    seed = models.PositiveBigIntegerField(default=20_210_401, help_text="Starts the random numbers of every run.")
    is_simulated = models.BooleanField(default=False)
    previous_round = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="next_rounds", null=True, blank=True
    )
    current_run = models.ForeignKey(
        "ratings.ScoreRun", on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )

    objects: ClassVar[models.Manager["Round"]] = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        permissions = [
            ("view_ranking", "Can read the ranking of a round"),
            ("view_participation", "Can read who takes part in a round, in numbers"),
            ("export_ranking", "Can take the ranking of a round away as a file"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RoundKind.values), name="ratings_round_kind_known"),
            models.CheckConstraint(condition=Q(status__in=RoundStatus.values), name="ratings_round_status_known"),
            models.CheckConstraint(
                condition=~Q(status=RoundStatus.PUBLISHED) | Q(published_at__isnull=False),
                name="ratings_round_published_has_time",
            ),
            models.CheckConstraint(condition=Q(voice__in=RoundVoice.values), name="ratings_round_voice_known"),
            models.CheckConstraint(condition=Q(weights__in=RoundWeights.values), name="ratings_round_weights_known"),
            models.CheckConstraint(
                condition=Q(aggregation__in=RoundAggregation.values), name="ratings_round_aggregation_known"
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=RoundVisibility.values), name="ratings_round_visibility_known"
            ),
            models.CheckConstraint(
                condition=Q(smallest_group__gte=5),
                name="ratings_round_smallest_group_at_least_5",
                violation_error_message="The smallest group shown must be 5 people or more.",
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(opens_at__lt=F("closes_at")),
                name="ratings_round_opens_before_closing",
                violation_error_message="The round must open before it closes.",
            ),
            models.CheckConstraint(condition=Q(shortlist_size__gte=1), name="ratings_round_shortlist_not_empty"),
            models.CheckConstraint(condition=Q(joining__in=RoundJoining.values), name="ratings_round_joining_known"),
            models.CheckConstraint(
                condition=Q(reminder_days__isnull=True) | Q(reminder_days__gte=1),
                name="ratings_round_reminders_a_day_apart",
                violation_error_message="Leave at least one day between reminders.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("ratings:round-detail", args=[self.slug])

    @property
    def asks_weights(self) -> bool:
        """Whether people say how much each objective matters; if not, that was set beforehand."""
        return self.weights == RoundWeights.ELICITED


class Objective(TimeStamped):
    """What a solution should achieve. The anchors give the scale its meaning in words."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="objectives")
    code = models.CharField(max_length=10)
    name = models.CharField(max_length=120)
    question = models.TextField()
    low_anchor = models.CharField("what 1 means", max_length=200)
    middle_anchor = models.CharField("what 5 means", max_length=200, blank=True)
    high_anchor = models.CharField("what 9 means", max_length=200)
    declared_weight = models.FloatField(null=True, blank=True, validators=[MinValueValidator(0)])
    position = models.PositiveSmallIntegerField()
    provenance_note = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "code"], name="ratings_objective_code_unique"),
            models.UniqueConstraint(fields=["round", "name"], name="ratings_objective_name_unique"),
            models.UniqueConstraint(fields=["round", "position"], name="ratings_objective_position_unique"),
            models.CheckConstraint(
                condition=Q(declared_weight__isnull=True) | Q(declared_weight__gte=0, declared_weight__lt=float("inf")),
                name="ratings_objective_weight_not_negative",
                violation_error_message="A weight is 0 or more.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RoundSolution(TimeStamped):
    """A solution as this round's people see it: the order and the wording are frozen here."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="round_solutions")
    solution = models.ForeignKey(
        Solution, on_delete=models.PROTECT, related_name="round_solutions", null=True, blank=True
    )
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    easy_read = models.TextField(blank=True)
    population = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(validators=[MaxValueValidator(999)])

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "solution"], name="ratings_roundsolution_solution_once"),
            models.UniqueConstraint(fields=["round", "code"], name="ratings_roundsolution_code_unique"),
            models.UniqueConstraint(fields=["round", "position"], name="ratings_roundsolution_position_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.title}" if self.title != self.code else self.code

    @property
    def easy_read_note(self) -> str:
        """Who has looked at the easy-read text: nobody, when the catalogue has another one by now."""
        catalogue = self.solution
        return easy_read_note(catalogue if catalogue and catalogue.easy_read == self.easy_read else self)

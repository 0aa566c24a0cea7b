"""Who decides, and what they decided on which evidence."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse

from mhin.common.models import TimeStamped
from ratings.models import RoundSolution, ScoreRun


class Body(TimeStamped):
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=150, unique=True)
    remit = models.TextField()
    meets = models.CharField("how often it meets", max_length=120, blank=True)
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("governance:body-detail", args=[self.code])


class BodyLink(TimeStamped):
    """How two bodies stand to each other: 'is advised by', 'works with'."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="links_to_it")
    relation = models.CharField(max_length=60)

    class Meta:
        ordering = ["body__position", "other__position"]
        constraints = [
            models.UniqueConstraint(fields=["body", "other"], name="governance_bodylink_once"),
            models.CheckConstraint(condition=~Q(body=F("other")), name="governance_bodylink_not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.relation} {self.other}"


class Membership(TimeStamped):
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="memberships")
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=120)
    affiliation = models.CharField(max_length=200, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="memberships", null=True, blank=True
    )
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["body", "name"], name="governance_membership_once"),
            models.UniqueConstraint(fields=["body", "position"], name="governance_membership_position_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.role}"


class Meeting(TimeStamped):
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["-held_on", "title"]
        constraints = [models.UniqueConstraint(fields=["body", "held_on"], name="governance_meeting_one_a_day")]

    def __str__(self) -> str:
        return f"{self.title}, {self.held_on:%-d %B %Y}"


class DecisionOutcome(models.TextChoices):
    TAKE_FORWARD = "take_forward", "Take forward"
    DEFER = "defer", "Come back to it later"
    NOT_NOW = "not_now", "Do not take forward now"


class Decision(models.Model):
    """A decision names the run it was taken on, so later answers cannot change its page."""

    Outcome = DecisionOutcome

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="decisions")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions", null=True, blank=True)
    run = models.ForeignKey(ScoreRun, on_delete=models.PROTECT, related_name="decisions")
    round_solution = models.ForeignKey(RoundSolution, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=20, choices=Outcome)
    rationale = models.TextField("reason")
    decided_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions_recorded"
    )
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="superseded_by", null=True, blank=True
    )

    class Meta:
        ordering = ["-decided_on", "-pk"]
        permissions = [("record_decision", "Can record a decision")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=DecisionOutcome.values), name="governance_decision_outcome_known"
            ),
            models.CheckConstraint(
                condition=~Q(rationale=""),
                name="governance_decision_has_reason",
                violation_error_message="Give the reason for the decision.",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("pk")),
                name="governance_decision_not_superseding_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_solution.code}: {self.get_outcome_display()}"

    def get_absolute_url(self) -> str:
        return reverse("governance:decision-detail", args=[self.pk])


class InterestConsequence(models.TextChoices):
    NOTED = "noted", "Noted"
    NO_VOTE = "no_vote", "Takes no part in the vote"
    LEAVES = "leaves", "Leaves the room"


class Interest(TimeStamped):
    """An interest a member declares in a solution of a round, and what follows from it."""

    Consequence = InterestConsequence

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="interests")
    round_solution = models.ForeignKey(RoundSolution, on_delete=models.CASCADE, related_name="interests")
    nature = models.TextField("what the interest is")
    consequence = models.CharField(max_length=20, choices=Consequence)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "round_solution"], name="governance_interest_once"),
            models.CheckConstraint(condition=~Q(nature=""), name="governance_interest_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.membership.name}: {self.nature[:60]}"


class ActionStatus(models.TextChoices):
    PLANNED = "planned", "Planned"
    UNDER_WAY = "under_way", "Under way"
    DONE = "done", "Done"
    STOPPED = "stopped", "Stopped"


class Action(TimeStamped):
    """What follows from a decision."""

    Status = ActionStatus

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="actions")
    title = models.CharField(max_length=200)
    owner = models.CharField(max_length=150)
    due_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.PLANNED)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ActionStatus.values), name="governance_action_status_known")
        ]

    def __str__(self) -> str:
        return self.title

"""How somebody came to their swing weights, and the choices that test them."""

from django.db import models
from django.db.models import F, Q

from mhin.common.models import TimeStamped
from ratings.models.participant import Participant
from ratings.models.round import Objective


class WeightingMode(models.TextChoices):
    POINTS = "points", "By points"
    ORDER = "order", "By order alone"
    NONE = "none", "Taken back"


class ConflictReply(models.TextChoices):
    KEEP = "keep", "Keep my points"
    CHANGE = "change", "Change my points"
    HARD_TO_SAY = "hard", "Hard to say"


class Weighting(TimeStamped):
    """One a person who gave weights. By order, the points are rank-order-centroid weights and nobody's own numbers.

    It stays when they take their weights back, so that a page from before can't pass for one from after.
    """

    Mode = WeightingMode
    Reply = ConflictReply

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="weighting")
    mode = models.CharField(max_length=10, choices=Mode)
    reply = models.CharField(
        max_length=10, choices=Reply, blank=True, help_text="What they said when a choice did not fit their points."
    )

    version = models.PositiveIntegerField(
        help_text="Which change of their weights, choices and reply, all in all, this is."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(version__gte=1), name="ratings_weighting_version_from_1"),
            models.CheckConstraint(condition=Q(mode__in=WeightingMode.values), name="ratings_weighting_mode_known"),
            models.CheckConstraint(
                condition=Q(reply="") | Q(reply__in=ConflictReply.values), name="ratings_weighting_reply_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_mode_display()


class TradeOffChoice(models.TextChoices):
    PART = "part", "The first"
    WHOLE = "whole", "The second"
    SAME = "same", "Both are as good"
    HARD_TO_SAY = "hard", "Hard to say"


class TradeOffAnswer(TimeStamped):
    """Part of the way up on one objective, or all the way up on another?"""

    Choice = TradeOffChoice

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="trade_offs")
    heavier = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="+")
    lighter = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="+")
    step = models.FloatField(help_text="How far the heavier objective rises, as a share of its range.")
    choice = models.CharField(max_length=10, choices=Choice)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "heavier", "lighter"], name="ratings_tradeoffanswer_pair_once"
            ),
            models.CheckConstraint(condition=~Q(heavier=F("lighter")), name="ratings_tradeoffanswer_two_objectives"),
            models.CheckConstraint(condition=Q(step__gt=0, step__lt=1), name="ratings_tradeoffanswer_part_of_the_way"),
            models.CheckConstraint(
                condition=Q(choice__in=TradeOffChoice.values), name="ratings_tradeoffanswer_choice_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.heavier} by {self.step:g}, or {self.lighter}: {self.get_choice_display()}"

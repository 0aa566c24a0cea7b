"""Somebody asked to take part, and how they are asked again."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now

from mhin.accounts.models import NormaliseNFKC
from mhin.common.models import TimeStamped
from ratings.models.group import StakeholderGroup
from ratings.models.region import Region
from ratings.models.round import Round

FORGOTTEN = "@forgotten.invalid"  # stands for an address that is no longer kept; ".invalid" has no mailboxes


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> "InvitationQuerySet":
        """Neither accepted nor revoked; it may have expired."""
        return self.filter(accepted_on__isnull=True, revoked_at__isnull=True)

    def live(self) -> "InvitationQuerySet":
        """Can be accepted now, by the database's clock."""
        return self.waiting().filter(expires_at__gt=Now())

    def unanswered_long_ago(self, age: timedelta) -> "InvitationQuerySet":
        """Made longer ago than this, and no longer to be accepted."""
        over = Q(revoked_at__isnull=False) | Q(expires_at__lte=Now())
        return self.naming().filter(over, accepted_on__isnull=True, created_at__lt=Now() - age)

    def naming(self) -> "InvitationQuerySet":
        """Rows that still say who was invited."""
        return self.exclude(email__endswith=FORGOTTEN)

    def with_expiry(self) -> "InvitationQuerySet":
        """Each row says, by the database's clock, whether it `has_expired`."""
        expired = models.ExpressionWrapper(Q(expires_at__lte=Now()), output_field=models.BooleanField())
        return self.annotate(has_expired=expired)


class Invitation(TimeStamped):
    """The token itself is mailed and never stored; only its SHA-256 is.

    Only the day of accepting is kept: a time would lead from a person to their answers (docs/adr/0007).
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="invitations")
    group = models.ForeignKey(StakeholderGroup, on_delete=models.PROTECT, related_name="invitations")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="invitations", null=True, blank=True)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=150, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations_sent")
    expires_at = models.DateTimeField()
    accepted_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)

    has_expired: bool  # by `with_expiry`

    objects: ClassVar[models.Manager["Invitation"]] = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "round",
                "email",
                condition=Q(accepted_on__isnull=True, revoked_at__isnull=True),
                name="ratings_invitation_one_live_per_email",
                violation_error_message="This address has an invitation that is still waiting.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True) | Q(revoked_at__isnull=True),
                name="ratings_invitation_not_accepted_and_revoked",
            ),
            models.CheckConstraint(
                condition=Q(email=Lower(NormaliseNFKC(F("email")))), name="ratings_invitation_email_normalised"
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk} to {self.round}"

    @property
    def is_forgotten(self) -> bool:
        """Counted as before, and nobody's."""
        return self.email.endswith(FORGOTTEN)

    @property
    def mail_key(self) -> str:
        return f"invitation:{self.pk}"


class ReminderOptOut(models.Model):
    """An address that wants no reminders of a round. Only its hash is kept; who signs in does not matter."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="reminder_opt_outs")
    address_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "address_hash"], name="ratings_reminderoptout_address_once")
        ]

    def __str__(self) -> str:
        return f"no reminders of {self.round}"

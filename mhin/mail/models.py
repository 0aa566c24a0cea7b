"""Mails on their way out. A row is written with the act it tells of, and sent afterwards."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def old(self) -> "OutgoingMailQuerySet":
        """Done with long enough ago that nobody needs to know where they went."""
        done, age = ~Q(status=OutgoingMail.Status.WAITING), timedelta(days=settings.MAIL_KEPT_DAYS)
        return self.filter(~Q(to=""), done, created_at__lt=Now() - age)

    def due(self) -> "OutgoingMailQuerySet":
        """Waiting, and not in a pause after a failure, by the database's clock."""
        return self.filter(status=OutgoingMail.Status.WAITING, next_attempt_at__lte=Now())


class MailStatus(models.TextChoices):
    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"


class OutgoingMail(models.Model):
    """`key` names what the mail is about, so that the same mail is never queued twice.

    `nonce` stands for a secret link that is only worked out while sending (mhin.mail.secrets). Body and nonce are
    emptied when the mail has been sent, and some weeks later all else that tells of a person; the row stays, so that
    no mail goes out twice.
    """

    Status = MailStatus

    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField(max_length=254, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    nonce = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=20, choices=MailStatus, default=MailStatus.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(db_default=Now())
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["OutgoingMail"]] = OutgoingMailQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "mail"
        permissions = [("retry_mail", "Can send a failed mail again")]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(status="waiting"), name="mail_outgoingmail_waiting"),
            models.Index(fields=["created_at"], condition=~Q(to=""), name="mail_outgoingmail_addressed"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=MailStatus.values), name="mail_outgoingmail_status_known"),
            models.CheckConstraint(
                condition=Q(status="sent", sent_at__isnull=False) | ~Q(status="sent") & Q(sent_at__isnull=True),
                name="mail_outgoingmail_sent_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="sent") | Q(body="", nonce=""), name="mail_outgoingmail_sent_keeps_no_text"
            ),
        ]

    def __str__(self) -> str:
        return f"mail {self.pk}"

"""What the rounds forget with time. Each act may run twice, and each counts what it did."""

from collections import Counter
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat

from mhin.audit.services import record_event
from mhin.mail.services import forget_mails, queue_mail
from mhin.mail.texts import write_text
from ratings.models import Comment, GroupChangeRequest, Invitation, Participant, ParticipantLink, ReminderOptOut, Round
from ratings.models.invitation import FORGOTTEN


def unanswered_invitations() -> QuerySet[Invitation]:
    return Invitation.objects.unanswered_long_ago(timedelta(days=settings.INVITATION_KEPT_DAYS))


@transaction.atomic
def forget_unanswered_invitations() -> int:
    return _forget(unanswered_invitations())


def old_links() -> QuerySet[ParticipantLink]:
    return ParticipantLink.objects.filter(round__in=_rounds(settings.LINK_KEPT_DAYS))


@transaction.atomic
def destroy_old_links() -> int:
    """From here on the answers are nobody's. Each person is told; no row that a run rests on changes."""
    links = list(old_links().select_for_update(of=("self",)).select_related("user", "round"))
    participants = [link.participant_id for link in links]
    GroupChangeRequest.objects.filter(participant__in=participants).delete()
    Participant.objects.filter(pk__in=participants).update(organisation="")
    for link in links:
        _tell(link)
    ParticipantLink.objects.filter(pk__in=[link.pk for link in links]).delete()
    _record("links_destroyed", [link.round for link in links])
    return len(links)


def old_invitations() -> QuerySet[Invitation]:
    """Accepted ones say who came, so they go with the links."""
    return Invitation.objects.naming().filter(round__in=_rounds(settings.LINK_KEPT_DAYS))


@transaction.atomic
def forget_old_invitations() -> int:
    ReminderOptOut.objects.filter(round__in=_rounds(settings.LINK_KEPT_DAYS)).delete()
    return _forget(old_invitations())


def old_comments() -> QuerySet[Comment]:
    """What people wrote, but for released words: those stay as quotes, and with the link gone they are nobody's."""
    rounds = _rounds(settings.COMMENT_KEPT_DAYS)
    return Comment.objects.filter(participant__round__in=rounds).exclude(text=F("released_text"))


@transaction.atomic
def delete_old_comments() -> int:
    """Those that nobody else may read go; of the others the author's own words."""
    comments = list(old_comments().select_for_update(of=("self",)).select_related("participant__round"))
    due = Comment.objects.filter(pk__in=[comment.pk for comment in comments])
    due.exclude(status=Comment.Status.RELEASED).delete()
    due.update(text=F("released_text"))
    _record("comments_deleted", [comment.participant.round for comment in comments])
    return len(comments)


def _rounds(days: int) -> QuerySet[Round]:
    return Round.objects.published_long_ago(timedelta(days=days))


def _forget(due: QuerySet[Invitation]) -> int:
    """Who was invited goes, and the mails. The row stays, as nobody's: how many were invited is on the boards.

    Revoked ones count nowhere and are deleted.
    """
    rows = list(due.select_for_update(of=("self",)).select_related("round"))
    forget_mails(keys=[row.mail_key for row in rows])
    kept = Invitation.objects.filter(pk__in=[row.pk for row in rows])
    kept.filter(revoked_at__isnull=False).delete()
    nobody = Concat(Value("forgotten-"), Cast("pk", CharField()), Value(FORGOTTEN), output_field=CharField())
    kept.update(name="", email=nobody)
    _record("invitations_forgotten", [row.round for row in rows])
    return len(rows)


def _tell(link: ParticipantLink) -> None:
    if not link.user.is_active:
        return
    subject, body = write_text("link_destroyed", {"round": link.round.title})
    queue_mail(to=link.user.email, subject=subject, body=body, key=f"link-destroyed:{link.pk}")


def _record(action: str, rounds: list[Round]) -> None:
    for round_, rows in Counter(rounds).items():
        record_event(action, target=round_, by=None, after={"rows": rows})

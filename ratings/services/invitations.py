"""Inviting people to a round: the token is mailed, and only its SHA-256 is stored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from mhin.accounts.models import User
from mhin.audit.services import record_event
from mhin.common.templatetags.ui import date_uk
from mhin.mail.secrets import SECRET_MARK, new_nonce, secret_from
from mhin.mail.services import Letter, cancel_mails, queue_mails, unsubscribe_headers
from mhin.mail.texts import write_text
from ratings.disclosure import release_starting_time
from ratings.models import Invitation, Region, Round, StakeholderGroup
from ratings.services.answers import lock_open_round

VALID_FOR = timedelta(days=14)
NETWORK = "The Mental Health Implementation Network (MHIN)"  # invites where an inviter goes by no name


class InvitationError(ValueError):
    """This cannot be done with the invitation now; the message says why."""


@dataclass(frozen=True)
class Guest:
    """Somebody to invite; the address in its normalised spelling."""

    email: str
    name: str
    group: StakeholderGroup
    region: Region | None = None


def hash_token(token: str) -> str:
    return sha256(token.encode()).hexdigest()


@transaction.atomic
def invite_people(*, round_: Round, guests: Sequence[Guest], by: User) -> list[Invitation]:
    """All of them, or none. An expired invitation of the same address is replaced.

    Raises RoundNotOpenError, and InvitationError when somebody else has just invited one of them.
    """
    lock_open_round(round_.pk)
    emails = [guest.email for guest in guests]
    Invitation.objects.waiting().filter(round=round_, email__in=emails, expires_at__lte=Now()).update(revoked_at=Now())
    try:
        with transaction.atomic():
            invitations = _write(round_, guests, by, timezone.now() + VALID_FOR)
    except IntegrityError:
        raise InvitationError("Somebody has just been invited by another administrator. Please look again.") from None
    record_event("people_invited", target=round_, by=by, after={"people": len(invitations)})
    return invitations


def _write(round_: Round, guests: Iterable[Guest], by: User, expires_at: datetime) -> list[Invitation]:
    nonces: dict[str, str] = {}
    rows = []
    for guest in guests:
        nonce = new_nonce()
        row = Invitation(
            round=round_,
            group=guest.group,
            region=guest.region,
            email=guest.email,
            name=guest.name,
            token_hash=hash_token(secret_from(nonce)),
            invited_by=by,
            expires_at=expires_at,
        )
        nonces[row.token_hash] = nonce
        rows.append(row)
    invitations = Invitation.objects.bulk_create(rows)
    queue_mails(letters=[_letter("invitation", item, nonces[item.token_hash]) for item in invitations], by=by)
    return invitations


def _letter(text: str, invitation: Invitation, nonce: str, stop: str = "") -> Letter:
    path = reverse("ratings:invitation-open", args=[invitation.round.slug, SECRET_MARK])
    values = {
        "greeting": f"Hello {invitation.name}," if invitation.name else "Hello,",
        "round": invitation.round.title,
        "group": invitation.group.name,
        "link": settings.SITE_URL.rstrip("/") + path.replace("%5B", "[").replace("%5D", "]"),
        "expires": date_uk(invitation.expires_at),
        "address": invitation.email,
        "time": _time_in_words(invitation.round),
        "inviter": (invitation.invited_by and invitation.invited_by.name) or NETWORK,
        "stop": stop,
    }
    subject, body = write_text(text, values)
    headers = unsubscribe_headers(stop) if stop else {}
    return Letter(invitation.email, subject, body, invitation.mail_key, headers, nonce)


def _time_in_words(round_: Round) -> str:
    time = release_starting_time(round_)
    if time.is_measured:
        return f"Half of the people who rate in this round need about {time.minutes} minutes or less in all."
    return f"We think it takes about {time.minutes} minutes in all."


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """A new link for 14 days; the old one stops working at once. Raises RoundNotOpenError and InvitationError."""
    lock_open_round(invitation.round_id)
    renewed = renew_invitation(invitation=invitation, expires_at=timezone.now() + VALID_FOR, text="invitation", by=by)
    record_event("invitation_sent_again", target=renewed, by=by)
    return renewed


def renew_invitation(
    *,
    invitation: Invitation,
    expires_at: datetime,
    text: str,
    by: User,
    stop: str = "",
    reminded_on: date | None = None,
) -> Invitation:
    """Part of the caller's transaction: revoke the link and mail another one. Raises InvitationError."""
    old = _revoke(invitation)
    nonce = new_nonce()
    renewed = Invitation.objects.create(
        round=old.round,
        group=old.group,
        region_id=old.region_id,
        email=old.email,
        name=old.name,
        token_hash=hash_token(secret_from(nonce)),
        invited_by=by,
        expires_at=expires_at,
        reminded_on=reminded_on,
    )
    queue_mails(letters=[_letter(text, renewed, nonce, stop=stop)], by=by)
    return renewed


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User) -> None:
    """The link stops working at once, and a mail that still waits is not sent. Raises InvitationError."""
    _revoke(invitation)
    record_event("invitation_revoked", target=invitation, by=by)


def _revoke(invitation: Invitation) -> Invitation:
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("round", "group").get(pk=invitation.pk)
    if locked.accepted_on:
        raise InvitationError("This invitation has been accepted.")
    if locked.revoked_at:
        raise InvitationError("This invitation has been revoked already.")
    if locked.is_forgotten:
        raise InvitationError("Whom this invitation was for is no longer kept.")
    Invitation.objects.filter(pk=locked.pk).update(revoked_at=Now())
    cancel_mails(keys=[locked.mail_key])
    return locked

"""The roll of a round: who is invited, who came, who asks for another group. Never what anybody said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from mhin.accounts.models import User
from mhin.accounts.selectors import confirmed_addresses_of
from mhin.mail.models import OutgoingMail
from ratings.models import ConsentEvent, GroupChangeRequest, Invitation, Participant, ParticipantLink, Round


@dataclass(frozen=True)
class Invitees:
    """Addresses of a round, among those asked about, by where they stand."""

    waiting: frozenset[str]
    expired: frozenset[str]
    taking_part: frozenset[str]
    by_mailbox: Mapping[str, str]


def mailbox_of(email: str) -> str:
    """The address without what is after a plus sign: very likely the same person's."""
    local, _, domain = email.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def invitees_of(round_: Round) -> Invitees:
    rows = list(Invitation.objects.filter(round=round_, revoked_at__isnull=True).with_expiry())
    links = ParticipantLink.objects.filter(round=round_)
    people = set(links.values_list("user__email", flat=True))
    others = set(links.values_list("user__emailaddress__email", flat=True)) - {None}
    taking_part = people | others
    waiting = {row.email for row in rows if not row.accepted_on and not row.has_expired}
    return Invitees(
        waiting=frozenset(waiting),
        expired=frozenset(row.email for row in rows if not row.accepted_on and row.has_expired),
        taking_part=frozenset(taking_part),
        by_mailbox={mailbox_of(email): email for email in sorted(waiting | people)},
    )


def find_invitation(*, round_: Round, token_hash: str) -> Invitation | None:
    """The invitation of a token, in whatever state."""
    rows = Invitation.objects.with_expiry().select_related("group", "round")
    return rows.filter(round=round_, token_hash=token_hash).first()


def own_invitation(*, round_: Round, user: User) -> Invitation | None:
    """One that can be accepted, to an address that the person has confirmed."""
    rows = Invitation.objects.with_expiry().live().select_related("group", "round")
    return rows.filter(round=round_, email__in=confirmed_addresses_of(user)).first()


def has_newer_invitation(invitation: Invitation) -> bool:
    same = Invitation.objects.live().filter(round_id=invitation.round_id, email=invitation.email)
    return same.filter(pk__gt=invitation.pk).exists()


def has_account(email: str) -> bool:
    return User.objects.filter(email=email).exists()


def invitations_of(round_: Round) -> QuerySet[Invitation]:
    """For the administrators' list: of each address only the newest, newest first."""
    newer = Invitation.objects.filter(round_id=OuterRef("round_id"), email=OuterRef("email"), pk__gt=OuterRef("pk"))
    rows = Invitation.objects.naming().with_expiry().filter(~Exists(newer), round=round_)
    return rows.select_related("group", "region").order_by("-pk")


@dataclass(frozen=True)
class InvitationRow:
    """An invitation with its state in words."""

    invitation: Invitation
    state: str
    colour: str
    detail: str = ""

    @property
    def can_be_sent_again(self) -> bool:
        return self.state not in ("Accepted", "Revoked")

    @property
    def can_be_revoked(self) -> bool:
        return self.state not in ("Accepted", "Revoked")


def invitation_rows(invitations: Iterable[Invitation]) -> list[InvitationRow]:
    invitations = list(invitations)
    mails = OutgoingMail.objects.in_bulk([item.mail_key for item in invitations], field_name="key")
    return [_row(item, mails.get(item.mail_key)) for item in invitations]


def _row(invitation: Invitation, mail: OutgoingMail | None) -> InvitationRow:
    if invitation.accepted_on:
        return InvitationRow(invitation, "Accepted", "green")
    if invitation.revoked_at:
        return InvitationRow(invitation, "Revoked", "grey")
    if invitation.has_expired:
        return InvitationRow(invitation, "Expired", "orange")
    if mail and mail.status == OutgoingMail.Status.FAILED:
        return InvitationRow(invitation, "Mail failed", "red", mail.last_error)
    if mail and mail.status == OutgoingMail.Status.WAITING:
        return InvitationRow(invitation, "Mail not sent yet", "yellow", mail.last_error)
    return InvitationRow(invitation, "Waiting for an answer", "blue")


def waiting_group_changes(round_: Round) -> QuerySet[GroupChangeRequest]:
    rows = GroupChangeRequest.objects.filter(participant__round=round_, status=GroupChangeRequest.Status.WAITING)
    return rows.filter(participant__link__isnull=False).select_related(
        "group", "participant__group", "participant__link__user"
    )


def rounds_to_look_after() -> QuerySet[Round]:
    """Surveys that are not published yet, with how many requests for another group wait in each."""
    asked = "participants__group_change_requests"
    waits = Q(**{f"{asked}__status": GroupChangeRequest.Status.WAITING}, participants__link__isnull=False)
    rounds = Round.objects.filter(kind=Round.Kind.SURVEY).exclude(status=Round.Status.PUBLISHED)
    return rounds.annotate(waiting=Count(asked, filter=waits))


def latest_group_change(participant: Participant) -> GroupChangeRequest | None:
    return GroupChangeRequest.objects.filter(participant=participant).select_related("group").last()


def consent_given_on(participant: Participant) -> date:
    """The day of the consent that holds now."""
    given = ConsentEvent.objects.filter(participant=participant, action=ConsentEvent.Action.GIVEN).last()
    return given.on if given else participant.consented_on


def own_parts(user: User) -> QuerySet[Participant]:
    """Every round that the person takes part in, newest first."""
    return Participant.objects.of(user).select_related("round", "group", "region").order_by("-round_id")

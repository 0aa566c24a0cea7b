"""What erasing a person would take, and what it would leave, in sentences; nothing of what they said."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models.functions import Lower

from governance.models import Decision, Membership
from mhin.accounts.emails import normalise_email
from mhin.accounts.models import User
from mhin.accounts.selectors import own_addresses_of, owner_of
from mhin.audit.models import AuditEvent
from mhin.mail.models import OutgoingMail
from needs.models import Need, NeedSupport
from ratings.models import Comment, EntrySheet, Invitation, Participant, Round
from solutions.models import CatalogueImport


@dataclass(frozen=True)
class Traces:
    """What is stored about one person."""

    going: tuple[str, ...]
    staying: tuple[str, ...]


def traces_of_address(address: str) -> Traces:
    owner = owner_of(address)
    return traces_of(owner) if owner else _traces(None, {normalise_email(address)})


def traces_of(user: User) -> Traces:
    return _traces(user, own_addresses_of(user))


def _traces(user: User | None, addresses: set[str]) -> Traces:
    going = [*(_account(user, addresses) if user else ()), *_letters(addresses)]
    staying = list(_staying(user)) if user else []
    staying.append("That the address was erased, and when, as a keyed hash: so that a restored backup is put right.")
    return Traces(tuple(going), tuple(staying))


def _account(user: User, addresses: set[str]) -> Iterator[str]:
    many = f"{len(addresses)} addresses" if len(addresses) > 1 else "address"
    yield f"The account: name, {many}, password, second step of sign-in, roles, sessions."
    for part in Participant.objects.of(user).select_related("round").order_by("round_id"):
        comments = _count(Comment.objects.filter(participant=part).count(), "comment")
        yield f"{part.round} ({part.round.get_status_display().lower()}): {_of_round(part.round, comments)}"
    sent = Need.objects.filter(submitted_by=user)
    if sent.exists():
        yield f"{_count(sent.count(), 'need')}: that they sent it, who they speak for, and where they saw it."
    supported = NeedSupport.objects.filter(user=user).count()
    if supported:
        yield f"That they support {_count(supported, 'need')}."
    brought = CatalogueImport.objects.filter(uploaded_by=user).count()
    if brought:
        yield f"{_count(brought, 'import')}: whose it was, and the file's name."


def _of_round(round_: Round, comments: str) -> str:
    if round_.status == Round.Status.PUBLISHED:
        return f"the link to their answers, their organisation, {comments}."
    return f"all their answers, weights and {comments}; the scores are made again."


def _letters(addresses: set[str]) -> Iterator[str]:
    invitations = Invitation.objects.filter(email__in=addresses).count()
    mails = OutgoingMail.objects.alias(folded=Lower("to")).filter(folded__in=addresses).count()
    if invitations:
        yield f"{_count(invitations, 'invitation')}."
    if mails:
        yield f"{_count(mails, 'mail')} of the outbox."


def _staying(user: User) -> Iterator[str]:
    published = Round.objects.filter(status=Round.Status.PUBLISHED)
    for round_ in published.filter(pk__in=Participant.objects.of(user).values("round")).order_by("pk"):
        yield f"{round_}: the ratings, nobody's, because the published results rest on them."
    if Need.objects.filter(submitted_by=user).exists():
        yield "The words of the needs they sent in, nobody's. Read them: they may tell of a person."
    for membership in Membership.objects.filter(user=user).select_related("body"):
        yield f"“{membership}” on {membership.body}, as the network publishes it. Change it on the page of the body."
    acts = {
        "invitation": Invitation.objects.filter(invited_by=user),
        "released or hidden comment": Comment.objects.filter(moderated_by=user),
        "typed sheet": EntrySheet.objects.filter(entered_by=user),
        "decision": Decision.objects.filter(recorded_by=user),
    }
    for noun, rows in acts.items():
        if rows.exists():
            yield f"{_count(rows.count(), noun)} of their office. The account is emptied, not deleted, and says nobody."
    events = AuditEvent.objects.filter(actor_id=str(user.pk)).count()
    if events:
        yield f"{_count(events, 'event')} of the audit log, without their name."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

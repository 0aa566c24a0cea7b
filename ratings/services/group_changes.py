"""Speaking for another group: asked for by the person, decided by an administrator."""

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from mhin.accounts.models import User
from mhin.audit.services import record_event
from mhin.mail.services import queue_mail
from mhin.mail.texts import write_text
from ratings.models import GroupChangeRequest, Participant, StakeholderGroup
from ratings.services.answers import lock_open_round
from ratings.services.consent import lock_consenting
from ratings.services.recompute import request_recompute


class GroupChangeError(ValueError):
    """The change cannot be asked for or decided now; the message says why."""


@transaction.atomic
def request_group_change(*, participant: Participant, group: StakeholderGroup, reason: str) -> GroupChangeRequest:
    """Nothing changes until an administrator has decided. Raises RoundNotOpenError and GroupChangeError."""
    lock_open_round(participant.round_id)
    lock_consenting(participant)
    if group.pk == participant.group_id:
        raise GroupChangeError("You speak for this group already.")
    try:
        with transaction.atomic():
            return GroupChangeRequest.objects.create(participant=participant, group=group, reason=reason)
    except IntegrityError:
        raise GroupChangeError("You have asked already. An administrator will decide.") from None


@transaction.atomic
def decide_group_change(*, request: GroupChangeRequest, granted: bool, by: User) -> None:
    """Grant or decline, once. A group counts from then on, so it changes only while the round is open.

    Raises RoundNotOpenError and GroupChangeError.
    """
    participant = Participant.objects.select_related("round", "group", "link__user").get(pk=request.participant_id)
    lock_open_round(participant.round_id)
    locked = GroupChangeRequest.objects.select_for_update(of=("self",)).select_related("group").get(pk=request.pk)
    if locked.status != GroupChangeRequest.Status.WAITING:
        raise GroupChangeError("This request has been decided already.")
    if participant.link.user == by:
        raise GroupChangeError("Somebody else must decide on your own request.")
    verdict = GroupChangeRequest.Status.GRANTED if granted else GroupChangeRequest.Status.DECLINED
    GroupChangeRequest.objects.filter(pk=locked.pk).update(status=verdict, decided_on=Now(), decided_by=by)
    if granted:
        Participant.objects.filter(pk=participant.pk).update(group=locked.group)
        request_recompute(round_id=participant.round_id)
    groups = {"before": {"group": participant.group.code}, "after": {"group": locked.group.code}}
    record_event(f"group_change_{verdict}", target=locked, by=by, **groups)
    _tell(participant, locked, granted)


def _tell(participant: Participant, request: GroupChangeRequest, granted: bool) -> None:
    values = {"round": participant.round.title, "group": request.group.name}
    subject, body = write_text("group_change_granted" if granted else "group_change_declined", values)
    queue_mail(to=participant.link.user.email, subject=subject, body=body, key=f"group-change:{request.pk}")

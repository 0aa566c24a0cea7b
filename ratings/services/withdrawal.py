"""Taking one's consent back, as easily as it was given."""

from django.db import connection, transaction

from mhin.accounts.models import User
from mhin.accounts.selectors import addresses_of
from mhin.audit.services import record_event
from mhin.mail.services import forget_mails
from ratings.locks import SAVES
from ratings.models import (
    Comment,
    ConsentEvent,
    GroupChangeRequest,
    Invitation,
    Participant,
    ParticipantLink,
    Round,
)
from ratings.services.consent import record_consent
from ratings.services.recompute import request_recompute


@transaction.atomic
def withdraw_participation(*, round_: Round, user: User) -> bool:
    """Whether there was something to withdraw; doing it twice is harmless.

    Before the results are published everything goes, and the scores are computed again. A published run stays as it is:
    then only what says whose the answers are goes. The row of the round is held, so that it is not published meanwhile.
    """
    status = hold_round(round_.pk)
    participant = Participant.objects.of(user).select_for_update(of=("self",)).filter(round=round_).first()
    if participant is None:
        return False
    _forget_invitations(round_, user)
    if status == Round.Status.PUBLISHED:
        _make_nobodys(participant)
    else:
        _erase(participant)
        request_recompute(round_id=round_.pk)
    # Without the person, and so without a way from them to a time.
    record_event("participation_withdrawn", target=round_, by=None)
    return True


def hold_round(round_id: int) -> str:
    """The round's state, which stays as it is until the transaction ends; publishing waits for that."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status FROM (SELECT pg_advisory_xact_lock_shared(%s, %s)) queue CROSS JOIN ratings_round"
            " WHERE id = %s FOR SHARE OF ratings_round",
            [SAVES, round_id, round_id],
        )
        return str(cursor.fetchone()[0])


def _erase(participant: Participant) -> None:
    """Ratings, their history, weights, comments, consent and requests hang on the participant and go with it."""
    participant.delete()


def _make_nobodys(participant: Participant) -> None:
    record_consent(participant=participant, action=ConsentEvent.Action.WITHDRAWN)
    Comment.objects.filter(participant=participant).delete()
    GroupChangeRequest.objects.filter(participant=participant).delete()
    Participant.objects.filter(pk=participant.pk).update(organisation="")
    ParticipantLink.objects.filter(participant=participant).delete()


def _forget_invitations(round_: Round, user: User) -> None:
    """An invitation says who came, as whom, so it goes, too, with its mails."""
    invitations = Invitation.objects.filter(round=round_, email__in=addresses_of(user))
    forget_mails(keys=[invitation.mail_key for invitation in invitations])
    invitations.delete()

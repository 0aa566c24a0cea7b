"""Help for somebody who has lost their telephone and their recovery codes."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from mhin.accounts.erasing import forget_sessions
from mhin.accounts.models import User
from mhin.audit.services import record_event
from mhin.mail.services import queue_mail
from mhin.mail.texts import write_text


class SecondStepError(ValueError):
    """The second step cannot be taken away; the message says why and what to do."""


@transaction.atomic
def remove_second_step(*, user: User, by: User | None) -> None:
    """Their secrets go, unseen; they are signed out everywhere and told by mail. The password stays as it is.

    With a staff role the next page they open after signing in sets up a new one. Raises SecondStepError.
    """
    if by is not None and by.pk == user.pk:
        raise SecondStepError("Nobody takes away their own second step here. Ask another administrator.")
    steps = Authenticator.objects.filter(user=user)
    types = sorted(steps.values_list("type", flat=True))
    if not types:
        raise SecondStepError("This account has no second step of sign-in.")
    steps.delete()
    forget_sessions(user=user, addresses=())
    event = record_event("second_step_removed", target=user, by=by, before={"types": types})
    subject, body = write_text("second_step_removed", {})
    queue_mail(to=user.email, subject=subject, body=body, key=f"second-step-removed:{event.pk}", by=by)

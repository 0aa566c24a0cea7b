"""Questions about mails."""

from mhin.mail.models import OutgoingMail


def count_failed_mails() -> int:
    """Those that were given up, until somebody tries again or they are forgotten."""
    return OutgoingMail.objects.filter(status=OutgoingMail.Status.FAILED).exclude(to="").count()

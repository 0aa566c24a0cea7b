"""Reminding those who have not finished, no more often than the round says, and never who asked not to be."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from mhin.accounts.emails import normalise_email
from mhin.mail.models import OutgoingMail
from mhin.mail.services import Letter, queue_mails, unsubscribe_headers
from mhin.mail.texts import write_text
from ratings.models import Invitation, ParticipantLink, ReminderOptOut, Round
from ratings.services.invitations import renew_invitation

FROM, TO = time(9), time(17)  # on the clock in England: nobody is woken by a reminder


def is_time_for_reminders(now: datetime) -> bool:
    return FROM <= timezone.localtime(now).time() < TO


def queue_reminders(*, today: date) -> int:
    """Queue what is due in every open round. Several sweepers may run: each takes rows no other holds."""
    rounds = Round.objects.taking_ratings().filter(reminder_days__isnull=False)
    return sum(_remind(round_, today) for round_ in rounds)


@transaction.atomic
def _remind(round_: Round, today: date) -> int:
    border = today - timedelta(days=round_.reminder_days or 1)
    silent = set(ReminderOptOut.objects.filter(round=round_).values_list("address_hash", flat=True))
    letters = list(_letters_to_participants(round_, border, today, silent))
    queue_mails(letters=letters, by=None)
    return len(letters) + _remind_invited(round_, border, today, silent)


def _letters_to_participants(round_: Round, border: date, today: date, silent: set[str]) -> Iterator[Letter]:
    """Those with every answer given are looked at, too, but get no mail: `reminded_on` says when that was."""
    due = (
        ParticipantLink.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(round=round_, user__is_active=True, participant__submitted_at__isnull=True)
        .filter(Q(reminded_on__lte=border) | Q(reminded_on__isnull=True, participant__consented_on__lte=border))
        .select_related("user")
    )
    links = list(due)
    if not links:
        return
    ParticipantLink.objects.filter(pk__in=[link.pk for link in links]).update(reminded_on=today)
    unfinished = _unfinished(round_, links)
    for link in links:
        if link.pk in unfinished and address_hash(link.user.email) not in silent:
            yield _letter(round_, link, today)


def _unfinished(round_: Round, links: list[ParticipantLink]) -> set[int]:
    wanted = round_.objectives.count() * round_.round_solutions.count()
    counted = ParticipantLink.objects.filter(pk__in=[link.pk for link in links]).annotate(
        given=Count("participant__ratings")
    )
    return set(counted.filter(given__lt=wanted).values_list("pk", flat=True))


def _letter(round_: Round, link: ParticipantLink, today: date) -> Letter:
    stop = stop_address(round_, link.user.email)
    values = {
        "greeting": f"Hello {link.user.name}," if link.user.name else "Hello,",
        "round": round_.title,
        "link": settings.SITE_URL.rstrip("/") + reverse("ratings:rate", args=[round_.slug]),
        "stop": stop,
    }
    subject, body = write_text("reminder", values)
    return Letter(link.user.email, subject, body, f"reminder:{link.pk}:{today}", unsubscribe_headers(stop))


def _remind_invited(round_: Round, border: date, today: date, silent: set[str]) -> int:
    """A fresh link that works as long as the first one would have. Not to addresses that take no mail."""
    due = (
        Invitation.objects.live()
        .select_for_update(skip_locked=True, of=("self",))
        .filter(round=round_)
        .filter(Q(reminded_on__lte=border) | Q(reminded_on__isnull=True, created_at__date__lte=border))
        .select_related("invited_by")
        .order_by("pk")
    )
    invitations = [item for item in due if address_hash(item.email) not in silent]
    keys = [item.mail_key for item in invitations]
    sent = set(OutgoingMail.objects.filter(key__in=keys, status="sent").values_list("key", flat=True))
    reached = [item for item in invitations if item.mail_key in sent]
    for item in reached:
        renew_invitation(
            invitation=item,
            expires_at=item.expires_at,
            text="reminder_invited",
            by=item.invited_by,
            stop=stop_address(round_, item.email),
            reminded_on=today,
        )
    return len(reached)


def address_hash(email: str) -> str:
    return sha256(normalise_email(email).encode()).hexdigest()


def stop_address(round_: Round, email: str) -> str:
    """Where one address stops the reminders of one round, without signing in."""
    mark = _signer(round_).sign(address_hash(email))
    return f"{settings.SITE_URL.rstrip('/')}{reverse('ratings:reminders-stop', args=[round_.slug, mark])}"


def read_stop_mark(round_: Round, mark: str) -> str:
    """The hash of the address. Raises django.core.signing.BadSignature."""
    return str(_signer(round_).unsign(mark))


def _signer(round_: Round) -> signing.Signer:
    return signing.Signer(salt=f"ratings.reminders:{round_.pk}", sep=".")


def stop_reminders(*, round_: Round, address_hash: str) -> None:
    """Of this round, until the person starts them again. Doing it twice is harmless."""
    ReminderOptOut.objects.get_or_create(round=round_, address_hash=address_hash)


def start_reminders(*, round_: Round, address_hash: str) -> None:
    """Take back that they were stopped. Doing it twice is harmless."""
    ReminderOptOut.objects.filter(round=round_, address_hash=address_hash).delete()


def takes_reminders(*, round_: Round, address_hash: str) -> bool:
    return not ReminderOptOut.objects.filter(round=round_, address_hash=address_hash).exists()

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from mhin.accounts import retention as sign_in
from mhin.mail.models import OutgoingMail
from mhin.mail.services import forget_old_mails
from ratings.services import retention as rounds
from solutions.models import CatalogueImport
from solutions.services.transfer.jobs import expire_imports


@dataclass(frozen=True)
class Rule:
    """`due` counts the rows past their time; `act` sees to them and says how many they were."""

    what: str
    due: Callable[[], int]
    act: Callable[[], int]


def rules() -> list[Rule]:
    """The last two are the sweeper's work, by the same functions; here they are counted, and done if it has stopped."""
    return [
        Rule(
            f"invitations without an answer, {settings.INVITATION_KEPT_DAYS} days old: address and name",
            lambda: rounds.unanswered_invitations().count(),
            rounds.forget_unanswered_invitations,
        ),
        Rule(
            f"links between people and answers, {settings.LINK_KEPT_DAYS} days after publication",
            lambda: rounds.old_links().count(),
            rounds.destroy_old_links,
        ),
        Rule(
            f"invitations, {settings.LINK_KEPT_DAYS} days after publication: address and name",
            lambda: rounds.old_invitations().count(),
            rounds.forget_old_invitations,
        ),
        Rule(
            f"comments that were not released, {settings.COMMENT_KEPT_DAYS} days after publication",
            lambda: rounds.old_comments().count(),
            rounds.delete_old_comments,
        ),
        Rule("sessions that have ended", lambda: sign_in.ended_sessions().count(), sign_in.forget_ended_sessions),
        Rule("counts of sign-ins that have run out", sign_in.count_ended_limits, sign_in.forget_ended_limits),
        Rule(
            f"mails, {settings.MAIL_KEPT_DAYS} days old: address and subject",
            lambda: OutgoingMail.objects.old().count(),
            forget_old_mails,
        ),
        Rule("files of imports past their day", lambda: CatalogueImport.objects.overdue().count(), expire_imports),
    ]


class Command(BaseCommand):
    help = "Delete what has been kept long enough. Only counts it unless told to apply."

    def add_arguments(self, parser: CommandParser) -> None:
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--dry-run", action="store_true", help="count what is past its time (this is the default)")
        how.add_argument("--apply", action="store_true", help="delete it; the person of each destroyed link is told")

    def handle(self, *args: Any, **options: Any) -> None:
        found = rules()
        for rule in found:
            self.stdout.write(f"{rule.act() if options['apply'] else rule.due():>8,}  {rule.what}")
        done = "Done. " if options["apply"] else "Nothing was changed. "
        self.stdout.write(f"{done}Rows past their time: {sum(rule.due() for rule in found):,}.")

"""Entering answers for somebody who has no account: with help, or from a paper sheet."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from mhin.accounts.models import User
from mhin.audit.services import record_event
from ratings.entries import highest_number
from ratings.keying import HELPED, PAPER, sheet_code
from ratings.locks import wait_for_saves
from ratings.models import ConsentEvent, EntrySheet, Participant, Region, Round, RoundSolution, StakeholderGroup
from ratings.services.answers import Answer, VersionConflictError, lock_open_round, save_table
from ratings.services.consent import CURRENT, record_consent
from ratings.services.participation import submit_participation
from ratings.services.recompute import request_recompute
from ratings.services.weights import WeightsConflictError, save_swings, take_back_swings

SERIES = {Participant.Mode.PAPER: PAPER, Participant.Mode.ASSISTED: HELPED}
CHANNELS = {
    Participant.Mode.PAPER: ConsentEvent.Channel.PAPER,
    Participant.Mode.ASSISTED: ConsentEvent.Channel.ASSISTED,
}


class EntryError(ValueError):
    """The sheet cannot be entered so; the message says why and what to do."""


@dataclass(frozen=True)
class SavedEntry:
    """The solutions whose answers changed, and what somebody changed meanwhile, which was left alone."""

    changed: tuple[RoundSolution, ...]
    conflicts: Mapping[RoundSolution, VersionConflictError]
    weights_conflict: bool

    @property
    def has_conflict(self) -> bool:
        return bool(self.conflicts) or self.weights_conflict


@transaction.atomic
def begin_entry(
    *,
    round_: Round,
    mode: str,
    group: StakeholderGroup,
    helper: str,
    by: User,
    code: str = "",
    region: Region | None = None,
) -> EntrySheet:
    """Take somebody in who has agreed by word or on paper. Without a code the next one of the series is given.

    Raises RoundNotOpenError and EntryError.
    """
    lock_open_round(round_.pk)
    participant = Participant.objects.create(
        round=round_, group=group, region=region, mode=mode, consent_version=CURRENT.version
    )
    record_consent(participant=participant, action=ConsentEvent.Action.GIVEN, channel=CHANNELS[Participant.Mode(mode)])
    try:
        with transaction.atomic():
            sheet = EntrySheet.objects.create(
                participant=participant,
                round=round_,
                code=code or next_code(round_=round_, mode=mode),
                helper=helper,
                entered_by=by,
            )
    except IntegrityError as error:
        raise EntryError("A sheet of this code has been entered already. Look for it in the list.") from error
    record_event("entry_begun", target=sheet, by=by, after={"round": round_.slug, "mode": mode})
    return sheet


def next_code(*, round_: Round, mode: str) -> str:
    """The code after the highest of its series."""
    series = SERIES[Participant.Mode(mode)]
    return sheet_code(series, highest_number(round_=round_, series=series) + 1, round_.pk)


@transaction.atomic(durable=True)
def save_entry(
    *,
    sheet: EntrySheet,
    answers: Mapping[RoundSolution, Mapping[int, Answer]],
    versions: Mapping[int, int],
    by: User,
    points: Mapping[int, int] | None = None,
    weights_version: int = 0,
    finishes: bool = False,
) -> SavedEntry:
    """Save what was typed, as a whole or not at all, and finish the sheet if nothing was in conflict.

    The versions are those the page was made from. No points at all take back what was typed before; None leaves it.
    Raises RoundNotOpenError.
    """
    table = save_table(participant=sheet.participant, answers=answers, versions=versions)
    weights_changed, weights_conflict = _save_points(sheet.participant, points, weights_version)
    if table.changed or weights_changed:
        after: dict[str, object] = {"solutions": [item.code for item in table.changed]}
        record_event("entry_saved", target=sheet, by=by, after=after | ({"weights": True} if weights_changed else {}))
    saved = SavedEntry(table.changed, table.conflicts, weights_conflict)
    if finishes and not saved.has_conflict:
        finish_entry(sheet=sheet, by=by)
    return saved


def _save_points(participant: Participant, points: Mapping[int, int] | None, version: int) -> tuple[bool, bool]:
    """Whether the points changed, and whether they had been changed elsewhere."""
    try:
        if points is None:
            return False, False
        if points:
            return save_swings(participant=participant, points=points, version=version), False
        return take_back_swings(participant=participant, version=version), False
    except WeightsConflictError:
        return False, True


@transaction.atomic
def finish_entry(*, sheet: EntrySheet, by: User) -> None:
    """Say that all that is on the sheet has been typed. Raises RoundNotOpenError."""
    submit_participation(participant=sheet.participant)
    record_event("entry_finished", target=sheet, by=by)


@transaction.atomic
def withdraw_entry(*, sheet: EntrySheet, by: User) -> None:
    """Take back the person's consent, on their word, as anybody with an account can do for themselves.

    Before the results are published every answer goes. A published run stays; then only the sheet's code goes, so that
    the paper no longer leads to the answers.
    """
    wait_for_saves(sheet.round_id)
    round_ = Round.objects.select_for_update(no_key=True).get(pk=sheet.round_id)
    record_event("entry_withdrawn", target=sheet, by=by, before={"round": round_.slug})
    if round_.status == Round.Status.PUBLISHED:
        record_consent(
            participant=sheet.participant,
            action=ConsentEvent.Action.WITHDRAWN,
            channel=CHANNELS[Participant.Mode(sheet.participant.mode)],
        )
        sheet.delete()
    else:
        sheet.participant.delete()
        request_recompute(round_id=round_.pk)

"""Answers that an administrator enters for somebody who has no account."""

import pytest
from django.db import IntegrityError, connection, transaction

from mhin.audit.models import AuditEvent
from ratings.keying import sheet_code
from ratings.models import ConsentEvent, EntrySheet, Participant, ParticipantLink, RecomputeRequest
from ratings.services.answers import RoundNotOpenError
from ratings.services.entry import EntryError, finish_entry, save_entry, withdraw_entry
from ratings.services.rounds import close_round, publish_round
from ratings.services.verification import verify_round
from tests.factories.ratings import EntrySheetFactory, RoundFactory
from tests.ratings.entry import address, marks

pytestmark = pytest.mark.django_db


def test_a_sheet_makes_a_participant_without_an_account(enter):
    sheet = enter(mode="assisted", helper="interpreter")

    assert (sheet.participant.mode, sheet.helper) == ("assisted", "interpreter")
    assert not ParticipantLink.objects.exists()


@pytest.mark.parametrize("mode", ["paper", "assisted"])
def test_consent_is_recorded_with_how_it_was_given(enter, mode):
    sheet = enter(mode=mode)

    consent = ConsentEvent.objects.get(participant=sheet.participant)
    assert (consent.action, consent.channel, consent.version) == ("given", mode, sheet.participant.consent_version)


def test_codes_follow_one_another_by_series(enter, stage):
    codes = [enter(mode=mode).code for mode in ("paper", "paper", "assisted")]

    assert codes == [sheet_code(series, number, stage.round.pk) for series, number in (("P", 1), ("P", 2), ("H", 1))]


def test_a_sheet_is_entered_once(enter):
    code = enter().code

    with pytest.raises(EntryError, match="already"):
        enter(code=code)

    assert Participant.objects.count() == 1


def test_a_closed_round_takes_no_sheet(enter, stage):
    close_round(round_=stage.round, by=None)

    with pytest.raises(RoundNotOpenError):
        enter()


def test_the_audit_tells_who_did_it_and_never_what_was_said(enter, stage, typing, administrator):
    sheet = enter()

    typing.post(address(stage, "entry-sheet", sheet.code), marks(stage, [("7", "c")], finish="1"))

    events = AuditEvent.objects.filter(target_type="ratings.entrysheet")
    assert [event.action for event in events.order_by("pk")] == ["entry_begun", "entry_saved", "entry_finished"]
    assert {event.actor_id for event in events} == {str(administrator.pk)}
    assert [event.after for event in events.order_by("pk")] == [
        {"round": stage.round.slug, "mode": "paper"},
        {"solutions": [stage.solutions[0].code]},
        {},
    ]


def test_answers_entered_count_in_the_scores(enter, stage, administrator, typing):
    for _ in range(8):
        sheet = enter()
        typing.post(address(stage, "entry-sheet", sheet.code), marks(stage, [("9", "9"), ("1", "1"), ("5", "5")]))

    run = stage.recompute()

    assert (run.people, run.answers) == (8, 48)
    assert verify_round(stage.round) == []


def test_withdrawing_takes_every_answer_out(enter, stage, administrator, typing):
    sheet = enter()
    typing.post(address(stage, "entry-sheet", sheet.code), marks(stage, [("9", "9")]))
    RecomputeRequest.objects.all().delete()

    withdraw_entry(sheet=sheet, by=administrator)

    assert not Participant.objects.exists()
    assert not EntrySheet.objects.exists()
    assert RecomputeRequest.objects.filter(round=stage.round).exists()


def test_withdrawing_after_publication_cuts_the_paper_off_and_keeps_the_run(enter, stage, administrator):
    sheet = enter()
    close_round(round_=stage.round, by=None)
    publish_round(round_=stage.round, by=None)

    withdraw_entry(sheet=sheet, by=administrator)

    participant = Participant.objects.get()
    assert not EntrySheet.objects.exists()
    assert participant.consent_events.filter(action="withdrawn").exists()


def test_a_sheet_belongs_to_the_round_of_its_participant(db):
    EntrySheetFactory(round=RoundFactory())

    with pytest.raises(IntegrityError, match="ratings_entrysheet_same_round"):
        connection.check_constraints()


def test_a_code_stands_once_in_a_round(db):
    sheet = EntrySheetFactory()

    with pytest.raises(IntegrityError, match="ratings_entrysheet_code_once"), transaction.atomic():
        EntrySheetFactory(participant__round=sheet.round, code=sheet.code)


def test_finishing_again_is_harmless(enter, administrator):
    sheet = enter()

    for _ in range(2):
        finish_entry(sheet=sheet, by=administrator)

    sheet.participant.refresh_from_db()
    assert sheet.participant.submitted_at is not None


def test_saving_the_same_again_writes_nothing(enter, stage, administrator):
    sheet = enter()
    given = {stage.solutions[0]: {}}

    saved = save_entry(sheet=sheet, answers=given, versions={}, by=administrator)

    assert saved.changed == ()
    assert not AuditEvent.objects.filter(action="entry_saved").exists()

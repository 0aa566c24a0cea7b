"""Keeping times: each border from both sides, by the rows' own dates."""

import io
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.utils import timezone

from mhin.audit.models import AuditEvent
from mhin.mail.models import OutgoingMail
from ratings.models import Comment, GroupChangeRequest, Invitation, Participant, ParticipantLink, ReminderOptOut, Round
from ratings.roll import invitations_of
from ratings.services.invitations import InvitationError, resend_invitation
from ratings.services.rounds import close_round, publish_round
from ratings.services.verification import verify_round
from tests.factories.accounts import UserFactory
from tests.factories.mail import OutgoingMailFactory
from tests.factories.ratings import (
    CommentFactory,
    GroupChangeRequestFactory,
    InvitationFactory,
    ReminderOptOutFactory,
    RoundFactory,
)
from tests.factories.solutions import CatalogueImportFactory
from tests.governance.erased import rows_of_run

pytestmark = pytest.mark.django_db
A_MOMENT = timedelta(minutes=5)
BORDERS = [(A_MOMENT, True), (-A_MOMENT, False)]  # how far past its time a row is, and whether it goes


def run(*options):
    out = io.StringIO()
    call_command("retain", *options, stdout=out)
    return out.getvalue()


def ago(days, more):
    return timezone.now() - timedelta(days=days) - more


def invitation(more, **fields):
    made = {"email": "ann@example.org", "name": "Ann", "expires_at": ago(16, more), **fields}
    row = InvitationFactory(**made)
    OutgoingMailFactory(key=row.mail_key, to=row.email)
    Invitation.objects.filter(pk=row.pk).update(created_at=ago(30, more))
    return row


@pytest.mark.parametrize(("more", "goes"), BORDERS)
def test_an_invitation_without_an_answer_names_nobody_after_30_days_and_is_still_counted(more, goes):
    row = invitation(more)

    run("--apply")

    row.refresh_from_db()
    assert (row.name == "", row.email == f"forgotten-{row.pk}@forgotten.invalid") == (goes, goes)
    assert OutgoingMail.objects.filter(key=row.mail_key).exists() != goes
    assert list(invitations_of(row.round)) == ([] if goes else [row])


@pytest.mark.parametrize(("more", "goes"), BORDERS)
def test_a_revoked_invitation_is_deleted_after_30_days(more, goes):
    row = invitation(more, revoked_at=timezone.now())

    run("--apply")

    assert Invitation.objects.filter(pk=row.pk).exists() != goes


def test_an_invitation_that_was_accepted_or_can_be_waits_for_its_time():
    rows = [
        invitation(A_MOMENT, accepted_on="2026-11-20"),
        invitation(A_MOMENT, expires_at=timezone.now() + A_MOMENT),
    ]

    run("--apply")

    assert Invitation.objects.filter(pk__in=[row.pk for row in rows], name="Ann").count() == 2


def test_who_an_invitation_was_for_cannot_be_written_to_any_more(stage, administrator):
    row = invitation(A_MOMENT, round=stage.round)
    run("--apply")

    with pytest.raises(InvitationError, match="no longer kept"):
        resend_invitation(invitation=Invitation.objects.get(pk=row.pk), by=administrator)


@pytest.fixture
def published(stage):
    """A published round with somebody of whom everything is kept, and another person."""
    user = UserFactory(email="ann@example.org")
    participant = stage.join(user)
    Participant.objects.filter(pk=participant.pk).update(organisation="A trust")
    for person in (participant, stage.join(group=1)):
        stage.rate_all(person, [(9, 5), (5, 5), (1, 2)])
    decided = {"moderated_at": timezone.now(), "moderated_by": UserFactory()}
    fates = [
        {},
        decided | {"status": "released", "released_text": "It helps."},
        decided | {"status": "hidden", "hidden_because": "abuse"},
    ]
    for solution, fate in zip(stage.solutions, fates, strict=True):
        CommentFactory(participant=participant, round_solution=solution, text="Sam said so.", **fate)
    GroupChangeRequestFactory(participant=participant)
    InvitationFactory(round=stage.round, email=user.email, name="Ann", accepted_on="2025-11-20")
    ReminderOptOutFactory(round=stage.round)
    close_round(round_=stage.round, by=None)
    stage.recompute()
    publish_round(round_=stage.round, by=None)
    return stage


def publish_at(stage, at):
    Round.objects.filter(pk=stage.round.pk).update(published_at=at)


@pytest.mark.parametrize(("more", "goes"), BORDERS)
def test_a_year_after_publication_nothing_leads_to_the_person(published, more, goes):
    publish_at(published, ago(365, more))
    before = rows_of_run(published.round)

    run("--apply")

    assert ParticipantLink.objects.exists() != goes
    assert GroupChangeRequest.objects.exists() != goes
    assert Participant.objects.exclude(organisation="").exists() != goes
    assert Invitation.objects.filter(name="Ann").exists() != goes
    assert ReminderOptOut.objects.exists() != goes
    assert Invitation.objects.filter(round=published.round).count() == 1
    assert rows_of_run(published.round) == before
    assert verify_round(published.round) == []


@pytest.mark.parametrize(("more", "goes"), BORDERS)
def test_a_year_after_publication_only_released_words_stay(published, more, goes):
    publish_at(published, ago(365, more))

    run("--apply")

    own = "Sam said so."
    kept = [("released", "It helps.")] if goes else [("hidden", own), ("pending", own), ("released", own)]
    assert list(Comment.objects.order_by("status").values_list("status", "text")) == kept


def test_each_person_is_told_once_that_the_link_is_gone(published):
    publish_at(published, ago(366, A_MOMENT))

    run("--apply")
    run("--apply")

    told = OutgoingMail.objects.filter(key__startswith="link-destroyed:")
    assert told.count() == 2
    assert published.round.title in told.get(to="ann@example.org").body
    assert AuditEvent.objects.get(action="links_destroyed").after == {"rows": 2}


def test_a_round_that_is_closed_and_not_published_keeps_its_links(stage):
    stage.join()
    close_round(round_=stage.round, by=None)
    publish_at(stage, ago(999, A_MOMENT))

    run("--apply")

    assert ParticipantLink.objects.exists()


@pytest.mark.parametrize(("more", "goes"), BORDERS)
def test_a_session_goes_when_it_has_ended(more, goes):
    Session.objects.create(session_key="x", session_data="", expire_date=ago(0, more))

    run("--apply")

    assert Session.objects.exists() != goes


@pytest.mark.parametrize(("more", "goes"), BORDERS)
def test_a_count_of_sign_ins_goes_when_it_has_run_out(more, goes):
    cache.set("allauth:rl:login_failed:x", [1], 60)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE mhin_cache SET expires = %s", [ago(0, more)])
        run("--apply")
        cursor.execute("SELECT count(*) FROM mhin_cache")
        assert (cursor.fetchone()[0] == 0) == goes


@pytest.mark.parametrize(("more", "goes"), BORDERS)
def test_an_old_mail_is_emptied_as_the_sweeper_would(more, goes):
    mail = OutgoingMailFactory(status="failed")
    OutgoingMail.objects.filter(pk=mail.pk).update(created_at=ago(30, more))

    run("--apply")

    mail.refresh_from_db()
    assert (mail.to == "") == goes


@pytest.mark.parametrize(("more", "goes"), BORDERS)
def test_a_file_of_an_import_goes_after_its_day(more, goes):
    brought = CatalogueImportFactory(uploaded_at=ago(1, more), expires_at=ago(0, more))

    run("--apply")

    brought.refresh_from_db()
    assert (bytes(brought.content) == b"") == goes


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_without_apply_it_only_counts(published, options):
    publish_at(published, ago(365, A_MOMENT))

    said = run(*options)

    assert "       2  links between people and answers, 365 days after publication" in said
    assert "Nothing was changed. Rows past their time: 6." in said
    assert ParticipantLink.objects.count() == 2


def test_applying_leaves_nothing_past_its_time_and_twice_is_harmless(published):
    publish_at(published, ago(365, A_MOMENT))

    first, second = run("--apply"), run("--apply")

    assert "Done. Rows past their time: 0." in first
    assert {line.split()[0] for line in second.splitlines()[:-1]} == {"0"}


@pytest.mark.parametrize("name", ["INVITATION_KEPT_DAYS", "LINK_KEPT_DAYS", "COMMENT_KEPT_DAYS"])
def test_the_times_are_the_operators_to_set(published, settings, name):
    row = invitation(A_MOMENT)
    publish_at(published, ago(365, A_MOMENT))
    setattr(settings, name, 9999)

    run("--apply")

    kept = {
        "INVITATION_KEPT_DAYS": Invitation.objects.filter(pk=row.pk, name="Ann"),
        "LINK_KEPT_DAYS": ParticipantLink.objects.all(),
        "COMMENT_KEPT_DAYS": Comment.objects.filter(status="pending"),
    }
    assert [other for other, rows in kept.items() if rows.exists()] == [name]


def test_counting_and_applying_at_once_is_refused():
    with pytest.raises((CommandError, SystemExit, ValueError)):
        call_command("retain", "--apply", "--dry-run")


def test_a_published_round_knows_since_when():
    with pytest.raises(IntegrityError, match="ratings_round_published_has_time"):
        RoundFactory(status="published")

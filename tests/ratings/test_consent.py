"""Consent: the text shown is the text recorded, no save goes without it, and taking it back is as easy as giving it."""

from hashlib import sha256
from pathlib import Path

import pytest
from django.urls import reverse

from mhin.audit.models import AuditEvent
from mhin.mail.models import OutgoingMail
from ratings.models import (
    Comment,
    ConsentEvent,
    Invitation,
    Participant,
    ParticipantLink,
    Rating,
    RatingEvent,
    RecomputeRequest,
    Swing,
)
from ratings.scoring import recompute_round
from ratings.services.comments import save_comment
from ratings.services.consent import CURRENT, TEXTS, ConsentNeededError, give_consent
from ratings.services.participation import submit_participation
from ratings.services.rounds import close_round, publish_round
from ratings.services.withdrawal import withdraw_participation
from tests.factories.accounts import UserFactory
from tests.factories.ratings import CommentFactory, InvitationFactory

pytestmark = pytest.mark.django_db


def hash_of(text):
    return sha256(Path("templates", text.template).read_bytes()).hexdigest()


@pytest.fixture
def person(stage):
    return UserFactory()


@pytest.fixture
def participant(stage, person):
    return stage.join(person)


def agreed_to_an_older_text(participant):
    Participant.objects.filter(pk=participant.pk).update(consent_version="2025-01")


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.version)
def test_the_words_of_a_version_never_change(text):
    assert hash_of(text) == text.sha256


def test_what_the_page_shows_is_what_is_recorded(client, stage, person):
    client.force_login(person)
    address = reverse("ratings:round-join", args=[stage.round.slug])
    shown = client.get(address).content.decode()

    client.post(address, {"group": stage.groups[0].pk, "consent": "on"})

    assert Path("templates", CURRENT.template).read_text() in shown
    assert ConsentEvent.objects.get().sha256 == hash_of(CURRENT)


SAVES = {
    "ratings": lambda stage, participant: stage.rate(participant, 0, (5, 5)),
    "weights": lambda stage, participant: stage.weigh(participant, (100, 50)),
    "comment": lambda stage, participant: save_comment(
        participant=participant, round_solution=stage.solutions[0], text="x", mark=""
    ),
    "finishing": lambda stage, participant: submit_participation(participant=participant),
}


@pytest.mark.parametrize("save", SAVES)
def test_no_save_without_consent_to_the_text_of_today(stage, participant, save):
    agreed_to_an_older_text(participant)

    with pytest.raises(ConsentNeededError):
        SAVES[save](stage, participant)


@pytest.mark.parametrize("save", SAVES)
def test_no_save_after_withdrawing(stage, participant, person, save):
    withdraw_participation(round_=stage.round, user=person)

    with pytest.raises(ConsentNeededError):
        SAVES[save](stage, participant)


def test_a_page_that_saves_without_consent_answers_403(client, stage, participant, person):
    client.force_login(person)
    address = reverse("ratings:rate-solution", args=[stage.round.slug, stage.solutions[0].code])
    agreed_to_an_older_text(participant)

    assert client.post(address, {"version": 0, "O1": "5", "O2": "5"}).status_code in (302, 403)
    assert not Rating.objects.exists()


def test_a_new_text_is_asked_for_before_the_next_page(client, stage, participant, person):
    client.force_login(person)
    agreed_to_an_older_text(participant)

    response = client.get(reverse("ratings:rate", args=[stage.round.slug]), follow=True)
    client.post(response.redirect_chain[-1][0], {"consent": "on"})

    assert response.redirect_chain[-1][0] == reverse("ratings:consent", args=[stage.round.slug])
    assert client.get(reverse("ratings:rate", args=[stage.round.slug])).status_code == 200
    assert list(ConsentEvent.objects.values_list("version", flat=True)) == [CURRENT.version] * 2


def test_agreeing_twice_leaves_one_record(participant):
    give_consent(participant=participant)

    assert ConsentEvent.objects.count() == 1


@pytest.fixture
def full(stage, participant, person):
    """Somebody who gave everything there is to give, and was invited."""
    stage.rate_all(participant, [(5, 5), (6, 6), (7, 7)])
    stage.weigh(participant, (100, 50))
    CommentFactory(participant=participant, round_solution=stage.solutions[0])
    invitation = InvitationFactory(round=stage.round, email=person.email, accepted_on="2026-11-20")
    OutgoingMail.objects.create(key=invitation.mail_key, to=person.email, subject="x")
    others = [stage.join() for _ in range(2)]
    for other in others:
        stage.rate_all(other, [(1, 1), (2, 2), (3, 3)])
    stage.recompute()
    return participant


def traces(participant):
    tables = (Rating, RatingEvent, Swing, Comment, ConsentEvent)
    return {table.__name__: table.objects.filter(participant=participant).count() for table in tables}


@pytest.mark.parametrize("closed", [False, True])
def test_before_publication_withdrawing_deletes_everything_and_computes_again(stage, full, person, closed):
    if closed:
        close_round(round_=stage.round, by=None)
        stage.recompute()
    before = stage.round.current_run

    withdraw_participation(round_=stage.round, user=person)

    assert set(traces(full).values()) == {0}
    assert not Participant.objects.filter(pk=full.pk).exists()
    assert not Invitation.objects.exists()
    assert not OutgoingMail.objects.exists()
    assert RecomputeRequest.objects.filter(round=stage.round).exists()
    run = recompute_round(stage.round.pk)
    assert (run.number > before.number, run.people) == (True, 2)


def test_after_publication_only_the_link_and_what_could_name_the_person_goes(stage, full, person):
    close_round(round_=stage.round, by=None)
    stage.recompute()
    publish_round(round_=stage.round, by=None)
    ratings = list(Rating.objects.order_by("pk").values())
    run = stage.round.current_run

    withdraw_participation(round_=stage.round, user=person)

    stage.round.refresh_from_db()
    assert list(Rating.objects.order_by("pk").values()) == ratings
    assert stage.round.current_run == run
    assert not RecomputeRequest.objects.exists()
    assert not ParticipantLink.objects.filter(user=person).exists()
    assert not Comment.objects.exists()
    assert ConsentEvent.objects.filter(participant=full).last().action == "withdrawn"


def test_withdrawing_twice_is_harmless(stage, participant, person):
    assert withdraw_participation(round_=stage.round, user=person)
    assert not withdraw_participation(round_=stage.round, user=person)


def test_the_audit_log_does_not_say_who_joined_or_withdrew(stage, participant, person):
    withdraw_participation(round_=stage.round, user=person)

    events = AuditEvent.objects.exclude(action="round_opened").values_list("action", "actor", "actor_id", "target_type")
    assert list(events) == [("participation_withdrawn", "the portal", "", "ratings.round")]


def test_withdrawing_takes_one_page_and_one_button(client, stage, participant, person):
    client.force_login(person)
    parts = client.get(reverse("ratings:part-list")).content.decode()
    address = reverse("ratings:withdraw", args=[stage.round.slug])

    assert address in parts
    assert client.get(address).status_code == 200
    assert Participant.objects.exists()
    client.post(address)
    assert not Participant.objects.exists()


def test_somebody_who_withdrew_may_join_again(stage, participant, person):
    withdraw_participation(round_=stage.round, user=person)

    assert stage.join(person).pk != participant.pk

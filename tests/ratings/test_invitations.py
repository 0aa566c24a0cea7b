"""Invitations: the link from the mail, once, for one address, in time (reliability of joining)."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail as mailbox
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mhin.accounts.models import User
from mhin.accounts.roles import Role
from mhin.mail.models import OutgoingMail
from ratings.models import ConsentEvent, Invitation, Participant, ParticipantLink
from ratings.services.answers import RoundNotOpenError
from ratings.services.invitations import (
    Guest,
    InvitationError,
    hash_token,
    invite_people,
    resend_invitation,
    revoke_invitation,
)
from ratings.services.rounds import close_round
from tests.factories.accounts import UserFactory
from tests.ratings.invited import EMAIL, SIGN_UP, account, landing, link_to, open_and_accept, participants

pytestmark = pytest.mark.django_db


def test_the_way_from_the_mail_to_rating(client, stage, invite):
    _, link = invite()

    response = open_and_accept(client, stage, link)

    assert response.url == reverse("ratings:rate", args=[stage.round.slug])
    participant = Participant.objects.get()
    assert participant.group == stage.groups[0]
    assert participant.link.user.email == EMAIL
    assert client.get(response.url).status_code == 200


def test_the_database_never_holds_the_token(client, stage, invite):
    invitation, link = invite()
    token = link.rstrip("/").rpartition("/")[2]
    client.get(link)

    assert invitation.token_hash == hash_token(token)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT i::text AS row FROM ratings_invitation i"
            " UNION ALL SELECT m::text FROM mail_outgoingmail m) rows WHERE row LIKE %s",
            [f"%{token}%"],
        )
        assert cursor.fetchone() == (0,)
    assert token not in str(dict(client.session))


def test_the_token_has_256_bits(invite):
    _, link = invite()

    assert len(link.rstrip("/").rpartition("/")[2]) == 43


def test_opening_the_link_takes_the_token_out_of_the_address(client, stage, invite):
    _, link = invite()

    response = client.get(link)

    assert (response.status_code, response.url) == (302, landing(stage))
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_mail_scanner_that_opens_everything_accepts_nothing(stage, invite, method):
    invitation, link = invite()
    for _ in range(3):
        scanner = Client()
        getattr(scanner, method)(link)
        getattr(scanner, method)(landing(stage))

    invitation.refresh_from_db()
    assert invitation.accepted_on is None
    assert participants(stage) == 0
    assert open_and_accept(Client(), stage, link).status_code == 302


def test_a_link_works_once(client, stage, invite):
    _, link = invite()
    open_and_accept(client, stage, link)
    stranger = Client()

    response = open_and_accept(stranger, stage, link)

    assert response.status_code == 410
    assert participants(stage) == 1


def test_a_link_stops_working_after_14_days(client, stage, invite):
    invitation, link = invite()
    assert invitation.expires_at - timezone.now() > timedelta(days=13, hours=23)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    response = open_and_accept(client, stage, link)

    assert response.status_code == 410
    assert participants(stage) == 0


def test_a_revoked_link_does_not_work(client, stage, invite, inviter):
    invitation, link = invite()
    client.get(link)
    revoke_invitation(invitation=invitation, by=inviter)

    response = client.post(landing(stage), SIGN_UP)

    assert response.status_code == 410
    assert participants(stage) == 0


def test_sending_again_makes_a_new_link_and_ends_the_old_one(client, stage, invite, inviter):
    invitation, old = invite()
    resend_invitation(invitation=invitation, by=inviter)
    new = link_to(EMAIL)

    assert new != old
    response = open_and_accept(client, stage, old)
    assert response.status_code == 410
    assert b"newer" in response.content
    assert open_and_accept(Client(), stage, new).status_code == 302


def test_a_mail_that_still_waits_is_not_sent_after_revoking(stage, inviter):
    [invitation] = invite_people(round_=stage.round, guests=[Guest(EMAIL, "", stage.groups[0])], by=inviter)

    revoke_invitation(invitation=invitation, by=inviter)

    assert not OutgoingMail.objects.exists()


def test_a_made_up_token_does_not_work(client, stage, invite):
    invite()

    response = open_and_accept(client, stage, reverse("ratings:invitation-open", args=[stage.round.slug, "x" * 43]))

    assert response.status_code == 410
    assert participants(stage) == 0


def test_the_token_of_one_round_does_not_open_another(client, stage, make_stage, invite):
    _, link = invite()
    other = make_stage()

    response = open_and_accept(client, other, link.replace(stage.round.slug, other.round.slug))

    assert response.status_code == 410
    assert Participant.objects.count() == 0


def test_somebody_else_who_is_signed_in_gets_a_clear_page(client, stage, invite):
    _, link = invite()
    client.force_login(account("other@example.org"))

    response = open_and_accept(client, stage, link)

    assert response.status_code == 403
    assert b"another address" in response.content
    assert EMAIL.encode() not in response.content
    assert participants(stage) == 0


def test_somebody_with_an_account_signs_in_first(client, stage, invite):
    _, link = invite()
    user = account()

    assert open_and_accept(client, stage, link).status_code == 200
    assert participants(stage) == 0
    client.force_login(user)
    open_and_accept(client, stage, link, {"consent": "on"})

    assert ParticipantLink.objects.get().user == user


def test_a_signed_in_person_with_the_confirmed_address_needs_no_link(client, stage, invite):
    invite()
    client.force_login(account())

    client.post(landing(stage), {"consent": "on"})

    assert participants(stage) == 1


def test_an_address_that_is_not_confirmed_is_not_enough_without_the_link(client, stage, invite):
    invite()
    client.force_login(account(confirmed=False))

    client.post(landing(stage), {"consent": "on"})

    assert participants(stage) == 0


def test_a_password_reset_accepts_nothing(client, stage, invite):
    invitation, _ = invite()
    account()
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    path = re.search(r"http://testserver(/accounts/password/reset/\S+)", mailbox.outbox[-1].body)[1]
    form = client.get(path, follow=True)
    new = {"password1": "a long and quiet sentence"}
    client.post(form.redirect_chain[-1][0], new)

    invitation.refresh_from_db()
    assert invitation.accepted_on is None
    assert participants(stage) == 0


def test_nothing_happens_without_consent(client, stage, invite):
    _, link = invite()

    response = open_and_accept(client, stage, link, {"name": "Sam"})

    assert response.status_code == 422
    assert not User.objects.filter(email=EMAIL).exists()


def test_a_weak_password_is_refused_and_nothing_made(client, stage, invite):
    _, link = invite()

    response = open_and_accept(client, stage, link, SIGN_UP | {"password": "short"})

    assert response.status_code == 422
    assert not User.objects.filter(email=EMAIL).exists()


@pytest.mark.parametrize("field", ["group", "groups", "email", "role", "weight", "is_staff", "round", "mode"])
def test_what_is_posted_beside_the_form_does_not_stick(client, stage, invite, field):
    _, link = invite()

    open_and_accept(client, stage, link, SIGN_UP | {field: str(stage.groups[1].pk)})

    participant = Participant.objects.select_related("link__user").get()
    user = participant.link.user
    assert (participant.group, user.email, user.is_staff) == (stage.groups[0], EMAIL, False)


def test_an_account_made_by_invitation_has_a_confirmed_address(client, stage, invite):
    _, link = invite()

    open_and_accept(client, stage, link)

    assert EmailAddress.objects.get(email=EMAIL).verified


def test_somebody_who_is_invited_cannot_choose_a_group_on_the_page_of_joining(client, stage, invite):
    invite(group=0)
    client.force_login(account())

    response = client.post(
        reverse("ratings:round-join", args=[stage.round.slug]), {"group": stage.groups[1].pk, "consent": "on"}
    )

    assert response.url == landing(stage)
    assert participants(stage) == 0


def test_a_round_by_invitation_lets_nobody_else_join(client, make_stage):
    stage = make_stage(joining="invited")
    client.force_login(UserFactory())

    response = client.post(
        reverse("ratings:round-join", args=[stage.round.slug]), {"group": stage.groups[1].pk, "consent": "on"}
    )

    assert response.status_code == 403
    assert participants(stage) == 0


def test_nobody_accepts_after_the_close(client, stage, invite):
    _, link = invite()
    close_round(round_=stage.round, by=None)

    response = open_and_accept(client, stage, link)

    assert response.status_code == 409
    assert participants(stage) == 0


def test_nobody_is_invited_after_the_close(stage, inviter):
    close_round(round_=stage.round, by=None)

    with pytest.raises(RoundNotOpenError):
        invite_people(round_=stage.round, guests=[Guest(EMAIL, "", stage.groups[0])], by=inviter)


def test_accepting_leaves_no_time_and_the_right_consent(client, stage, invite):
    _, link = invite()

    open_and_accept(client, stage, link)

    event = ConsentEvent.objects.get()
    assert (event.action, event.channel, event.version) == ("given", "page", Participant.objects.get().consent_version)
    assert not hasattr(Invitation.objects.get(), "accepted_at")


def test_two_lists_at_once_invite_nobody_twice(stage, inviter):
    guests = [Guest(EMAIL, "", stage.groups[0])]
    invite_people(round_=stage.round, guests=guests, by=inviter)

    with pytest.raises(InvitationError):
        invite_people(round_=stage.round, guests=[Guest("b@example.org", "", stage.groups[0]), *guests], by=inviter)

    assert Invitation.objects.count() == OutgoingMail.objects.count() == 1


def test_administrators_follow_what_became_of_each(client, stage, invite, person_with):
    client.force_login(person_with(Role.ADMINISTRATOR))
    invitation, link = invite()
    invite("late@example.org")
    Invitation.objects.filter(email="late@example.org").update(expires_at=timezone.now())
    invite("gone@example.org")
    OutgoingMail.objects.filter(to="gone@example.org").update(
        status="failed", sent_at=None, last_error="550 no such person"
    )
    invite("back@example.org")
    revoke_invitation(invitation=Invitation.objects.get(email="back@example.org"), by=invitation.invited_by)
    open_and_accept(Client(), stage, link)

    rows = client.get(reverse("ratings:invitation-list", args=[stage.round.slug])).context["rows"]

    assert {row.invitation.email: row.state for row in rows} == {
        EMAIL: "Accepted",
        "late@example.org": "Expired",
        "gone@example.org": "Mail failed",
        "back@example.org": "Revoked",
    }

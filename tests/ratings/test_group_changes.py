"""Speaking for another group: asked for, decided, on record."""

import pytest
from django.urls import reverse

from mhin.accounts.roles import Role
from mhin.audit.models import AuditEvent
from mhin.mail.models import OutgoingMail
from ratings.models import GroupChangeRequest, Participant, RecomputeRequest
from ratings.services.group_changes import GroupChangeError, decide_group_change, request_group_change
from ratings.services.rounds import close_round
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def participant(stage):
    return stage.join(group=0)


@pytest.fixture
def request_(stage, participant):
    stage.recompute()
    return request_group_change(participant=participant, group=stage.groups[1], reason="I moved.")


def group_of(participant):
    return Participant.objects.get(pk=participant.pk).group


def test_asking_changes_nothing(stage, participant, request_):
    assert group_of(participant) == stage.groups[0]


def test_granting_changes_the_group_and_the_scores(stage, participant, request_):
    by = UserFactory()

    decide_group_change(request=request_, granted=True, by=by)

    assert group_of(participant) == stage.groups[1]
    assert RecomputeRequest.objects.exists()
    event = AuditEvent.objects.get(action="group_change_granted")
    assert (event.actor_id, event.after) == (str(by.pk), {"group": stage.groups[1].code})
    assert OutgoingMail.objects.get().to == participant.link.user.email


def test_declining_leaves_the_group(stage, participant, request_):
    decide_group_change(request=request_, granted=False, by=UserFactory())

    assert group_of(participant) == stage.groups[0]
    assert not RecomputeRequest.objects.exists()
    assert AuditEvent.objects.filter(action="group_change_declined").exists()


def test_a_request_is_decided_once(request_):
    decide_group_change(request=request_, granted=False, by=UserFactory())

    with pytest.raises(GroupChangeError):
        decide_group_change(request=request_, granted=True, by=UserFactory())


def test_nobody_decides_on_their_own_request(participant, request_):
    with pytest.raises(GroupChangeError):
        decide_group_change(request=request_, granted=True, by=participant.link.user)


def test_one_request_at_a_time(stage, participant, request_):
    with pytest.raises(GroupChangeError):
        request_group_change(participant=participant, group=stage.groups[1], reason="")


def test_groups_are_frozen_after_the_close(client, stage, participant, request_, person_with):
    close_round(round_=stage.round, by=None)
    client.force_login(person_with(Role.ADMINISTRATOR))
    client.post(
        reverse("ratings:group-requests", args=[stage.round.slug]), {"request": request_.pk, "verdict": "grant"}
    )

    assert group_of(participant) == stage.groups[0]


def test_the_whole_way_by_pages(client, stage, participant, person_with):
    client.force_login(participant.link.user)
    client.post(reverse("ratings:part", args=[stage.round.slug]), {"group": stage.groups[1].pk, "reason": "x"})
    request = GroupChangeRequest.objects.get()
    client.force_login(person_with(Role.ADMINISTRATOR))
    address = reverse("ratings:group-requests", args=[stage.round.slug])

    assert participant.link.user.email in client.get(address).content.decode()
    client.post(address, {"request": request.pk, "verdict": "grant"})
    assert group_of(participant) == stage.groups[1]


@pytest.mark.parametrize("page", ["part", "round-join", "consent"])
def test_a_participant_cannot_post_themselves_into_another_group(client, stage, participant, page):
    client.force_login(participant.link.user)

    client.post(
        reverse(f"ratings:{page}", args=[stage.round.slug]),
        {"group": stage.groups[1].pk, "consent": "on", "status": "granted"},
    )

    assert group_of(participant) == stage.groups[0]

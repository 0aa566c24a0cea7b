"""Erasing people: nothing says any more who they were, and no published number moves."""

import io

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.urls import reverse

from governance.selectors.erasure import traces_of, traces_of_address
from governance.services.erasure import erase_address, erase_person
from mhin.accounts.erasing import ErasureError
from mhin.accounts.models import Erasure, User
from mhin.accounts.roles import Role
from mhin.audit.models import AuditEvent
from mhin.mail.models import OutgoingMail
from needs.models import Need
from ratings.models import Invitation, Participant, ParticipantLink
from ratings.services.rounds import close_round, publish_round
from tests.factories.accounts import UserFactory
from tests.factories.governance import DecisionFactory
from tests.factories.mail import OutgoingMailFactory
from tests.factories.needs import NeedFactory
from tests.factories.ratings import InvitationFactory, RoundFactory
from tests.governance.erased import plant_in_round, plant_invitation, plant_person, rows_of_run, traces

pytestmark = pytest.mark.django_db
PEOPLE = 20


@pytest.fixture
def stages(make_stage):
    """A round of each state in which answers can be."""
    return {state: make_stage() for state in ("open", "closed", "published")}


@pytest.fixture
def people(stages):
    """Twenty people of whom everything is kept, and others who stay."""
    draft, people = RoundFactory(), [plant_person(number) for number in range(PEOPLE)]
    for state, stage in stages.items():
        for user in people:
            plant_in_round(stage, user, with_sheet=state != "published")
        for group in (0, 1, 0):
            stage.rate_all(stage.join(group=group), [(9, 8), (2, 3), (4, 4)])
    for user in people:
        plant_invitation(draft, user)
    finish(stages)
    return people


def finish(stages):
    for state in ("closed", "published"):
        close_round(round_=stages[state].round, by=None)
    for stage in stages.values():
        stage.recompute()
    publish_round(round_=stages["published"].round, by=None)


def test_nothing_of_twenty_people_is_left_in_any_table(people):
    DecisionFactory(recorded_by=people[0])  # so that this account is emptied, not deleted
    planted = traces()

    for user in people:
        erase_person(user=user, by=None)

    assert len(planted) == 14
    assert traces() == {}
    assert Erasure.objects.count() == 2 * PEOPLE  # two addresses each


def test_the_published_results_stay_to_the_byte_and_the_others_are_made_again(people, stages):
    before = {state: rows_of_run(stage.round) for state, stage in stages.items()}

    for user in people:
        erase_person(user=user, by=None)
    runs = [stages[state].recompute() for state in ("open", "closed")]
    call_command("verify_scores", stdout=(out := io.StringIO()))

    assert rows_of_run(stages["published"].round) == before["published"]
    assert [run.people for run in runs] == [3, 3]
    assert Participant.objects.filter(round=stages["published"].round).count() == PEOPLE + 3
    assert out.getvalue() == "0 differences\n"


def test_others_keep_everything(people, stages):
    bystander = plant_person(99)
    links = ParticipantLink.objects.exclude(user__in=people).count()

    for user in people:
        erase_person(user=user, by=None)

    assert ParticipantLink.objects.count() == links
    assert traces_of(bystander).going == traces_of(User.objects.get(pk=bystander.pk)).going
    assert AuditEvent.objects.filter(actor=bystander.name, actor_id=str(bystander.pk)).exists()
    assert Session.objects.count() == 2


def test_erasing_twice_is_harmless(people):
    erase_person(user=people[0], by=None)
    events = AuditEvent.objects.count()

    erase_person(user=people[0], by=None)

    assert AuditEvent.objects.count() == events


def test_the_audit_log_keeps_the_acts_and_names_nobody(administrator):
    user = plant_person(1)
    pk = str(user.pk)

    erase_person(user=user, by=administrator)

    assert list(AuditEvent.objects.filter(actor_id=pk).values_list("actor", "action")) == [
        ("somebody erased", "need_rejected")
    ]
    granted = AuditEvent.objects.get(target_id=pk, action="role_granted", target_type="accounts.user")
    assert (granted.target, granted.after) == ("somebody erased", {"role": "Curator"})
    assert AuditEvent.objects.get(action="noted").after == {"kept": "yes"}
    assert AuditEvent.objects.get(target_type="governance.membership", action="changed").after == {"role": "chair"}
    assert AuditEvent.objects.get(action="person_erased").actor_id == str(administrator.pk)


CHANGES = {
    "another word": {"actor": "somebody else"},
    "who": {"actor_id": "7"},
    "what": {"action": "other"},
    "more words": {"after": {"more": "words"}},
    "a person who is there": {"actor": "somebody erased"},
}


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_else_in_an_event_can_change_even_while_somebody_is_erased(administrator, change):
    erase_person(user=UserFactory(), by=administrator)

    with pytest.raises(IntegrityError, match="append-only"):
        AuditEvent.objects.filter(action="person_erased").update(**CHANGES[change])


@pytest.mark.django_db(transaction=True)
def test_an_event_names_whom_it_named_once_the_erasure_is_over():
    user = plant_person(1)
    erase_person(user=user, by=None)
    event = AuditEvent.objects.create(
        actor="Ann", actor_id=str(user.pk), action="x", target_type="needs.need", target_id="1", target="N1"
    )

    with pytest.raises(IntegrityError, match="append-only"):
        AuditEvent.objects.filter(pk=event.pk).update(actor="somebody erased")


def test_an_account_that_a_decision_names_is_emptied(people):
    decision = DecisionFactory(recorded_by=people[0])
    InvitationFactory(invited_by=people[0])

    erase_person(user=people[0], by=None)

    decision.recorded_by.refresh_from_db()
    assert str(decision.recorded_by) == "somebody erased"
    assert not decision.recorded_by.is_active
    assert not decision.recorded_by.has_usable_password()
    assert not EmailAddress.objects.filter(user=decision.recorded_by).exists()
    assert traces_of(decision.recorded_by).staying[0].startswith("1 invitation of their office.")
    assert not ParticipantLink.objects.filter(user=decision.recorded_by).exists()


def test_the_words_of_a_need_stay_and_are_nobodys():
    user = UserFactory()
    need = NeedFactory(submitted_by=user, submitted_source="My ward", organisation_type="Service user")

    erase_person(user=user, by=None)

    assert Need.objects.filter(pk=need.pk, submitted_by=None, submitted_source="", organisation_type="").exists()


def test_the_last_administrator_is_not_erased(administrator, person_with):
    with pytest.raises(ErasureError, match="last administrator"):
        erase_person(user=administrator, by=None)
    person_with(Role.ADMINISTRATOR)
    erase_person(user=administrator, by=None)

    assert not User.objects.filter(pk=administrator.pk).exists()


def test_nobody_erases_themselves(administrator, person_with):
    person_with(Role.ADMINISTRATOR)

    with pytest.raises(ErasureError, match="another administrator"):
        erase_person(user=administrator, by=administrator)


def test_somebody_without_an_account_is_erased_by_their_address():
    invitation = InvitationFactory(email="ann@example.org", name="Ann")
    OutgoingMailFactory(to="Ann@Example.org")
    EmailAddress.objects.create(user=UserFactory(), email="ann@example.org", verified=False, primary=False)

    erase_address(address="Ann@example.org", by=None)

    assert not Invitation.objects.filter(pk=invitation.pk).exists()
    assert not OutgoingMail.objects.exists()
    assert not EmailAddress.objects.filter(email="ann@example.org").exists()


def test_what_somebody_else_only_claimed_as_their_address_stays_its_owners():
    InvitationFactory(email="ann@example.org")
    claimer = UserFactory()
    EmailAddress.objects.create(user=claimer, email="ann@example.org", verified=False, primary=False)

    erase_person(user=claimer, by=None)

    assert Invitation.objects.filter(email="ann@example.org").exists()


def run(*args, **options):
    out = io.StringIO()
    call_command(*args, stdout=out, **options)
    return out.getvalue()


def test_the_command_says_what_goes_and_what_stays(people, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda: people[0].email.upper())

    said = run("erase_person", people[0].email)

    assert "(open): all their answers, weights and 1 comment; the scores are made again." in said
    assert "(published): the link to their answers, their organisation, 1 comment." in said
    assert "4 invitations." in said
    assert "the ratings, nobody's, because the published results rest on them" in said
    assert not User.objects.filter(pk=people[0].pk).exists()


@pytest.mark.parametrize("typed", ["", "other@example.org"])
def test_the_command_asks_for_the_address_and_takes_no_other(monkeypatch, typed):
    user = UserFactory()
    monkeypatch.setattr("builtins.input", lambda: typed)

    with pytest.raises(CommandError, match="Nothing was erased"):
        run("erase_person", user.email)
    assert User.objects.filter(pk=user.pk).exists()


def test_the_command_does_not_ask_when_told_yes():
    user = UserFactory()

    run("erase_person", user.email, yes=True)

    assert not User.objects.filter(pk=user.pk).exists()


def test_what_would_go_without_an_account(db):
    InvitationFactory(email="ann@example.org")

    assert traces_of_address("Ann@example.org").going == ("1 invitation.",)


def page_of(user):
    return reverse("admin:accounts_user_erase", args=[user.pk])


def test_an_administrator_erases_somebody_on_a_page_that_asks_for_the_address(client, administrator):
    user = plant_person(1)
    client.force_login(administrator)

    link = client.get(reverse("admin:accounts_user_change", args=[user.pk])).text
    page = client.get(page_of(user)).text
    wrong = client.post(page_of(user), {"address": "other@example.org"}).text
    client.post(page_of(user), {"address": user.email})

    assert page_of(user) in link
    assert "This goes" in page
    assert "not the address of the person" in wrong
    assert not User.objects.filter(pk=user.pk).exists()
    assert traces() == {}


@pytest.mark.parametrize("role", [Role.CURATOR, Role.STAKEHOLDER])
def test_nobody_else_opens_the_page_that_erases(client, person_with, role):
    client.force_login(person_with(role))

    assert client.post(page_of(UserFactory()), {"address": "x@example.org"}).status_code in (302, 403)
    assert not Erasure.objects.exists()


def test_the_page_says_why_somebody_cannot_be_erased(client, administrator):
    client.force_login(administrator)

    said = client.post(page_of(administrator), {"address": administrator.email}).text

    assert "Ask another administrator" in said
    assert User.objects.filter(pk=administrator.pk).exists()

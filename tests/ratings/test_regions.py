"""Regions: asked where there are some, never needed, and for the person to say (docs/adr/0016)."""

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.urls import reverse

from mhin.accounts.roles import Role
from mhin.audit.models import AuditEvent
from ratings.models import Invitation, Participant
from ratings.selectors import regions_of
from ratings.services.groups import save_regions
from ratings.services.guest_lists import read_guest_list
from ratings.services.invitations import Guest, invite_people, resend_invitation
from ratings.services.participation import join_round
from ratings.services.rounds import close_round, publish_round, set_targets
from ratings.services.withdrawal import withdraw_participation
from tests.conftest import Stage
from tests.factories.accounts import UserFactory
from tests.factories.ratings import RoundFactory, StakeholderGroupFactory
from tests.factories.regions import RegionFactory, RoundRegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def regions():
    return [RegionFactory(name="North", code="north"), RegionFactory(name="South, by the sea", code="south")]


def page(name, stage):
    return reverse(f"ratings:{name}", args=[stage.round.slug])


# Rows


def test_no_region_is_called_what_the_tables_call_people_without_one():
    with pytest.raises(IntegrityError, match="ratings_region_name_not_taken"):
        RegionFactory(name="Not said")


def test_a_region_stands_once_in_a_round():
    named = RoundRegionFactory()

    with pytest.raises(IntegrityError, match="ratings_roundregion_once"):
        RoundRegionFactory(round=named.round, region=named.region)


def test_the_regions_of_an_opened_round_are_frozen_but_their_targets_are_not(regions):
    named = RoundRegionFactory(region=regions[0])
    stage = Stage(round_=named.round)

    with pytest.raises(IntegrityError, match="frozen once the round has opened"), transaction.atomic():
        RoundRegionFactory(round=stage.round, region=regions[1])
    named.target_people = 30
    named.save(update_fields=["target_people"])


def test_a_round_that_names_no_region_has_them_all(stage, regions):
    assert list(regions_of(stage.round)) == regions


def test_a_round_has_the_regions_that_it_names(regions):
    named = RoundRegionFactory(region=regions[1])

    assert list(regions_of(named.round)) == [regions[1]]


def test_saving_the_same_regions_again_changes_nothing():
    save_regions(names=["North", "South"], by=None)

    counts = save_regions(names=["North", "South"], by=None)

    assert (counts.added, counts.changed, counts.unchanged) == (0, 0, 2)


@pytest.mark.parametrize("name", ["ratings_region_changelist", "ratings_region_add", "ratings_round_add"])
def test_administrators_edit_regions_and_the_targets_of_a_draft(client, administrator, regions, name):
    client.force_login(administrator)

    page = client.get(reverse(f"admin:{name}"))

    assert page.status_code == 200
    assert ("round_regions-TOTAL_FORMS" in page.text) == (name == "ratings_round_add")


def test_targets_are_set_on_a_draft_and_noted(regions):
    draft, group = RoundFactory(), StakeholderGroupFactory()

    set_targets(round_=draft, groups={group: 20}, regions={regions[0]: 12}, by=None)

    assert draft.round_groups.get().target_people == 20
    assert draft.round_regions.get().target_people == 12
    assert AuditEvent.objects.get(action="targets_set").after["regions"] == {"north": 12}


# Lists of people to invite


def read(stage, text):
    return read_guest_list(round_=stage.round, text=text.replace("GROUP", stage.groups[0].name))


@pytest.mark.parametrize("typed", ['"South, by the sea"', "south", "SOUTH"])
def test_a_list_may_have_a_region_as_its_fourth_part(stage, regions, typed):
    [guest] = read(stage, f"a@example.org,Ann,GROUP,{typed}").guests

    assert guest.region == regions[1]


@pytest.mark.parametrize("line", ["a@example.org,Ann,GROUP", "a@example.org,Ann,GROUP,"])
def test_a_list_without_regions_is_good(stage, regions, line):
    [guest] = read(stage, line).guests

    assert guest.region is None


def test_a_region_there_is_not_is_told_by_its_line(stage, regions):
    found = read(stage, "a@example.org,Ann,GROUP,north\nb@example.org,Bo,GROUP,Nowhere")

    assert [line.problems for line in found.faulty_lines] == [
        ("“Nowhere” is not a region of this round. Choose one that is named below.",)
    ]


def test_five_parts_are_too_many(stage, regions):
    [line] = read(stage, "a@example.org,Ann,GROUP,north,more").faulty_lines

    assert line.problems[0].startswith("There are more than four parts.")


def test_the_preview_and_the_list_show_regions(client, stage, regions, person_with):
    client.force_login(person_with(Role.ADMINISTRATOR))
    text = f"a@example.org,Ann,{stage.groups[0].name},south"

    preview = client.post(page("invite", stage), {"text": text})
    client.post(page("invite", stage), {"text": text, "confirm": "1"})

    assert "South, by the sea</td>" in preview.text
    assert Invitation.objects.get().region == regions[1]
    assert "South, by the sea" in client.get(page("invitation-list", stage)).text


def test_sending_again_keeps_the_region(stage, regions):
    admin = UserFactory()
    [invitation] = invite_people(
        round_=stage.round, guests=[Guest("a@example.org", "Ann", stage.groups[0], regions[0])], by=admin
    )

    assert resend_invitation(invitation=invitation, by=admin).region == regions[0]


# Joining


@pytest.fixture
def invited(client, stage, regions):
    """Somebody signed in with an invitation that names a region."""
    person = UserFactory(email="ann@example.org")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    guest = Guest(person.email, "Ann", stage.groups[0], regions[0])
    invite_people(round_=stage.round, guests=[guest], by=UserFactory())
    client.force_login(person)
    return client


def test_an_invitation_shows_its_region_filled_in(invited, stage, regions):
    form = invited.get(page("invitation", stage)).context["form"]

    assert form["region"].value() == regions[0].pk


@pytest.mark.parametrize("chosen", [0, 1, None])
def test_the_person_has_the_last_word_on_their_region(invited, stage, regions, chosen):
    region = regions[chosen] if chosen is not None else None

    invited.post(page("invitation", stage), {"consent": "on", "region": region.pk if region else ""})

    assert Participant.objects.get().region == region


def test_somebody_new_says_their_region_with_their_account(client, stage, regions):
    open_page = {"name": "Ann", "password": "", "consent": "on", "region": regions[1].pk}
    [invitation] = invite_people(
        round_=stage.round, guests=[Guest("new@example.org", "", stage.groups[0])], by=UserFactory()
    )
    session = client.session
    session["invitations"] = {stage.round.slug: invitation.token_hash}
    session.save()

    client.post(page("invitation", stage), open_page)

    assert Participant.objects.get().region == regions[1]


@pytest.mark.parametrize("chosen", [1, None])
def test_joining_an_open_round_asks_for_a_region_that_may_be_left_out(client, stage, regions, chosen):
    client.force_login(UserFactory())
    region = regions[chosen] if chosen is not None else None
    given = {"group": stage.groups[0].pk, "consent": "on", "region": region.pk if region else ""}

    client.post(page("round-join", stage), given)

    assert Participant.objects.get().region == region


def test_a_region_of_another_round_is_refused(client, regions):
    stage = Stage(round_=RoundRegionFactory(region=regions[0]).round)
    client.force_login(UserFactory())

    given = {"group": stage.groups[0].pk, "consent": "on", "region": regions[1].pk}
    response = client.post(page("round-join", stage), given)

    assert response.status_code == 422
    assert "Choose a region of the list" in response.text


@pytest.mark.parametrize("name", ["round-join", "entry-new"])
def test_a_network_without_regions_asks_nobody(client, stage, person_with, name):
    client.force_login(person_with(Role.ADMINISTRATOR))

    assert "region" not in client.get(page(name, stage)).context["form"].fields


def test_a_sheet_has_the_region_that_the_person_told(client, stage, regions, person_with):
    client.force_login(person_with(Role.ADMINISTRATOR))
    given = {"mode": "assisted", "group": stage.groups[0].pk, "region": regions[0].pk, "consent": "on"}

    client.post(page("entry-new", stage), given)

    assert Participant.objects.get().region == regions[0]
    assert "North" in client.get(page("entry-list", stage)).text


def test_the_booklet_asks_for_a_region_only_where_there_are_some(client, stage, person_with):
    client.force_login(person_with(Role.ADMINISTRATOR))
    before = client.get(page("booklet", stage)).text
    RegionFactory(name="Westmark")

    after = client.get(page("booklet", stage)).text

    assert "My region" not in before
    assert "My region, if I want to say it." in after
    assert "</span> Westmark</li>" in after


# What is kept


@pytest.mark.parametrize("address", ["ratings:part-list", "ratings:part"])
def test_people_see_the_region_that_is_kept_about_them(client, stage, regions, address):
    person = UserFactory()
    join_round(round_=stage.round, user=person, group=stage.groups[0], region=regions[0], organisation="")
    client.force_login(person)

    args = [stage.round.slug] if address == "ratings:part" else []
    response = client.get(reverse(address, args=args))

    assert "North" in response.text


def test_withdrawing_after_publication_keeps_the_group_and_the_region_that_figures_rest_on(regions):
    stage = Stage(round_=RoundFactory(aggregation="mean"))
    person = UserFactory()
    join_round(round_=stage.round, user=person, group=stage.groups[0], region=regions[0], organisation="Trust")
    stage.recompute()
    close_round(round_=stage.round, by=None)
    publish_round(round_=stage.round, by=None)

    withdraw_participation(round_=stage.round, user=person)

    nobody = Participant.objects.get()
    assert (nobody.group, nobody.region, nobody.organisation) == (stage.groups[0], regions[0], "")

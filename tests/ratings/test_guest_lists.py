"""Lists of people to invite: every problem by line, a preview, all or none."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from governance.services.erasure import erase_person
from mhin.accounts.fingerprints import fingerprint
from mhin.accounts.roles import Role
from mhin.common.spreadsheets import csv_bytes, xlsx_bytes
from mhin.mail.models import OutgoingMail
from ratings.models import Invitation
from ratings.services.guest_lists import MOST_LINES, read_guest_list
from tests.factories.accounts import ErasureFactory, UserFactory
from tests.factories.ratings import InvitationFactory

pytestmark = pytest.mark.django_db


def read(stage, text):
    return read_guest_list(round_=stage.round, text=text.replace("GROUP", stage.groups[0].name))


def problems(stage, text):
    return {line.number: line.problems[0] for line in read(stage, text).faulty_lines}


@pytest.mark.parametrize(
    "text",
    [
        "a@example.org, Ann, GROUP",
        "a@example.org;Ann;GROUP",
        "a@example.org\tAnn\tGROUP",
        "Email,Name,Group\na@example.org,Ann,GROUP",
        "\r\n  a@example.org , Ann , GROUP \r\n\r\n",
        'a@example.org,"Ann",GROUP',
        "A@Example.org,Ann,group",
    ],
)
def test_the_ways_to_write_a_list(stage, text):
    stage.groups[0].name = "Group"
    stage.groups[0].save()

    [guest] = read(stage, text).guests

    assert (guest.email, guest.name, guest.group) == ("a@example.org", "Ann", stage.groups[0])


def test_a_name_may_be_empty_and_may_have_a_comma(stage):
    guests = read(stage, 'a@example.org,,GROUP\nb@example.org,"Bell, Bo",GROUP').guests

    assert [guest.name for guest in guests] == ["", "Bell, Bo"]


def test_each_problem_is_told_by_its_line(stage):
    InvitationFactory(round=stage.round, group=stage.groups[0], email="invited@example.org")
    stage.join(UserFactory(email="joined@example.org"))
    text = "\n".join(
        [
            "a@example.org,A,GROUP",
            "not an address,B,GROUP",
            "c@example.org,C,Nobody",
            "",
            "A@example.org,A again,GROUP",
            "invited@example.org,I,GROUP",
            "joined@example.org,J,GROUP",
            ",K,GROUP",
            "l@example.org,L",
            "m@example.org,M,GROUP,more",
        ]
    )

    assert problems(stage, text) == {
        2: "“not an address” is not an email address.",
        3: "“Nobody” is not a group of this round. Choose one that is named below.",
        5: "This address is in line 1 already.",
        6: "This person is invited already. You can send the invitation again from the list.",
        7: "This person takes part already.",
        8: "The email address is missing.",
        9: "The group is missing.",
        10: "There are more than three parts. Put quotes around a name that has a comma in it.",
    }


def test_a_plus_address_is_pointed_out_and_not_merged(stage):
    guests = read(stage, "sam@example.org,S,GROUP\nsam+2@example.org,S,GROUP")

    assert guests.is_good
    assert guests.lines[1].notes == ("May be the same person as sam@example.org.",)


def test_a_list_that_is_too_long_is_refused(stage):
    assert "1,001 lines" in read(stage, "x@example.org,X,GROUP\n" * (MOST_LINES + 1)).fault


@pytest.mark.parametrize("lines", [1, 200])
def test_a_list_of_any_length_costs_the_same_queries(stage, lines, django_assert_max_num_queries):
    text = "\n".join(f"p{number}@example.org,P,GROUP" for number in range(lines))

    with django_assert_max_num_queries(7):
        assert read(stage, text).is_good


# The pages


@pytest.fixture
def address(client, stage, person_with):
    client.force_login(person_with(Role.ADMINISTRATOR))
    return reverse("ratings:invite", args=[stage.round.slug])


def test_the_preview_invites_nobody(client, stage, address):
    response = client.post(address, {"text": f"a@example.org,Ann,{stage.groups[0].name}"})

    assert response.status_code == 200
    assert b"1 person will be invited" in response.content
    assert not Invitation.objects.exists()


def test_confirming_invites_everybody(client, stage, address):
    text = "\n".join(f"p{number}@example.org,P,{stage.groups[0].name}" for number in range(3))

    client.post(address, {"text": text, "confirm": "1"})

    assert Invitation.objects.count() == OutgoingMail.objects.count() == 3


def test_one_bad_line_invites_nobody(client, stage, address):
    response = client.post(address, {"text": f"a@example.org,A,{stage.groups[0].name}\nbad,B,x", "confirm": "1"})

    assert response.status_code == 422
    assert b"Line 2" in response.content
    assert not Invitation.objects.exists()


def test_the_title_of_the_page_says_that_a_line_is_wrong(client, address):
    response = client.post(address, {"text": "bad,B,x"})

    assert "<title>Error: Invite people" in response.text


def test_confirming_twice_invites_once(client, stage, address):
    data = {"text": f"a@example.org,A,{stage.groups[0].name}", "confirm": "1"}
    client.post(address, data)

    assert client.post(address, data).status_code == 422
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_is_read_like_a_pasted_list(client, stage, address, kind):
    rows = [["email", "name", "group"], ["a@example.org", "Ann", stage.groups[0].name], ["bad", "", "x"]]
    content = csv_bytes(rows) if kind == "csv" else xlsx_bytes([("People", rows)])

    response = client.post(address, {"file": SimpleUploadedFile(f"people.{kind}", content)})

    guests = response.context["guests"]
    assert [(line.number, line.email) for line in guests.lines] == [(2, "a@example.org"), (3, "bad")]


def test_a_file_of_another_kind_is_refused_in_words(client, address):
    response = client.post(address, {"file": SimpleUploadedFile("people.xlsx", b"PK\x03\x04 not a workbook")})

    assert response.status_code == 422
    assert response.context["form"].errors["file"]


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "{{ 7|add:7 }}", "[link]", "=1+1"])
def test_what_somebody_typed_is_shown_and_mailed_as_typed(client, stage, address, typed):
    row = f'a@example.org,"{typed}",{stage.groups[0].name}'
    preview = client.post(address, {"text": row})
    client.post(address, {"text": row, "confirm": "1"})

    assert b"<script>alert" not in preview.content
    assert f"Hello {typed}," in OutgoingMail.objects.get().body


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_of_invitations_costs_the_same_queries(client, stage, address, count, django_assert_num_queries):
    for _ in range(count):
        InvitationFactory(round=stage.round, group=stage.groups[0])

    with django_assert_num_queries(10):
        client.get(reverse("ratings:invitation-list", args=[stage.round.slug]))


def test_who_was_erased_is_not_invited_again(stage):
    erase_person(user=UserFactory(email="ann@example.org"), by=None)

    found = problems(stage, "Ann@example.org, Ann, GROUP\nbob@example.org, Bob, GROUP")

    assert list(found) == [1]
    assert found[1].startswith("This person asked to be erased, which was done on ")


def test_who_was_erased_and_came_back_by_themselves_can_be_invited(stage):
    ErasureFactory(fingerprint=fingerprint("ann@example.org"))
    UserFactory(email="ann@example.org")

    assert problems(stage, "ann@example.org, Ann, GROUP") == {}

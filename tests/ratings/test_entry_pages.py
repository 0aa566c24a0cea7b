"""The pages on which an administrator enters answers for somebody."""

import pytest

from mhin.accounts.roles import Role
from mhin.accounts.services import grant_role
from ratings.keying import sheet_code
from ratings.models import EntrySheet, Participant
from ratings.services.rounds import close_round
from tests.conftest import Stage
from tests.ratings.entry import address, answers, marks

pytestmark = pytest.mark.django_db


def new_entry(stage, **fields):
    return {"mode": "paper", "code": "", "group": stage.groups[0].pk, "helper": "", "consent": "on"} | fields


def test_new_entry_leads_to_the_page_for_typing(typing, stage):
    code = sheet_code("P", 17, stage.round.pk)

    response = typing.post(address(stage, "entry-new"), new_entry(stage, code=code.lower()))

    assert response.url == address(stage, "entry-sheet", code)


@pytest.mark.parametrize(("typed", "to_do"), [(True, "Check that it stands"), (False, "Write it on the paper")])
def test_a_new_sheet_says_what_to_do_with_its_code(typing, stage, typed, to_do):
    code = sheet_code("P", 17, stage.round.pk) if typed else ""

    page = typing.post(address(stage, "entry-new"), new_entry(stage, code=code), follow=True)

    assert f"The code of this sheet is {EntrySheet.objects.get().code}. {to_do}" in page.text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"consent": ""}, "Enter answers only for somebody who has agreed"),
        ({"code": "P0017"}, "This is not a code of this round"),
        ({"mode": "assisted", "code": "PAPER"}, "Codes of paper booklets start with P"),
        ({"mode": "self"}, "Select a valid choice"),
        ({"group": ""}, "Choose an answer"),
    ],
)
def test_new_entry_says_what_to_mend(typing, stage, fields, message):
    if fields.get("code") == "PAPER":
        fields = fields | {"code": sheet_code("P", 17, stage.round.pk)}

    response = typing.post(address(stage, "entry-new"), new_entry(stage, **fields))

    assert response.status_code == 422
    assert message in response.text
    assert not Participant.objects.exists()


def test_new_entry_with_a_code_that_is_taken_keeps_what_was_typed(typing, stage, enter):
    code = enter().code

    response = typing.post(address(stage, "entry-new"), new_entry(stage, code=code, helper="support worker"))

    assert response.status_code == 422
    assert "has been entered already" in response.text
    assert "support worker" in response.text


def test_new_entry_in_a_closed_round_is_refused(typing, stage):
    close_round(round_=stage.round, by=None)

    assert typing.post(address(stage, "entry-new"), new_entry(stage)).status_code == 409


def test_no_page_asks_for_a_name(typing, stage):
    page = typing.get(address(stage, "entry-new")).text

    assert 'name="name"' not in page
    assert 'name="email"' not in page


def test_a_sheet_is_typed_and_shown_as_it_was_typed(typing, stage, enter):
    sheet = enter()
    place = address(stage, "entry-sheet", sheet.code)

    response = typing.post(place, marks(stage, [("7", "C"), ("n", "p"), ("", "1")]))

    assert response.url == place
    assert answers(sheet) == [
        ("rated", 7),
        ("cannot_judge", None),
        ("not_relevant", None),
        ("prefer_not", None),
        ("rated", 1),
    ]
    assert [[cell.mark for cell in row.cells] for row in typing.get(place).context["grid"].rows] == [
        ["7", "c"],
        ["n", "p"],
        ["", "1"],
    ]


def test_finishing_leads_back_to_the_list(typing, stage, enter):
    sheet = enter()

    response = typing.post(address(stage, "entry-sheet", sheet.code), marks(stage, [("7", "7")], finish="1"))

    sheet.participant.refresh_from_db()
    assert response.url == address(stage, "entry-list")
    assert sheet.participant.submitted_at is not None


def test_a_wrong_mark_is_named_and_nothing_is_saved(typing, stage, enter):
    sheet = enter()

    response = typing.post(address(stage, "entry-sheet", sheet.code), marks(stage, [("7", "0")]))

    assert response.status_code == 422
    assert [error["href"] for error in response.context["grid"].errors] == [
        f"#c{stage.solutions[0].pk}_{stage.objectives[1].pk}"
    ]
    assert 'value="7"' in response.text
    assert answers(sheet) == []


def test_a_mark_taken_out_again_becomes_prefer_not_to_say(typing, stage, enter):
    sheet = enter()
    place = address(stage, "entry-sheet", sheet.code)
    typing.post(place, marks(stage, [("7", "7")]))
    versions = typing.get(place).context["grid"].versions

    typing.post(place, marks(stage, [("", "7")], versions=versions))

    assert answers(sheet) == [("prefer_not", None), ("rated", 7)]


def test_two_windows_never_overwrite_one_another(typing, stage, enter):
    sheet = enter()
    place = address(stage, "entry-sheet", sheet.code)
    typing.post(place, marks(stage, [("7", "7")]))

    response = typing.post(place, marks(stage, [("2", "7")], versions=""))

    assert response.status_code == 409
    assert "Saved in the other window" in response.text
    assert answers(sheet) == [("rated", 7), ("rated", 7)]


def test_after_a_conflict_the_choice_is_saved(typing, stage, enter):
    sheet = enter()
    place = address(stage, "entry-sheet", sheet.code)
    typing.post(place, marks(stage, [("7", "7")]))
    page = typing.post(place, marks(stage, [("2", "7")], versions="")).context["grid"]

    typing.post(place, marks(stage, [("2", "7")], versions=page.versions))

    assert answers(sheet) == [("rated", 2), ("rated", 7)]


@pytest.mark.parametrize("versions", ["x", "1:2:3", "9" * 5000, "1:99999999999", "٣:٣", ":,:"])
def test_tampered_versions_are_harmless(typing, stage, enter, versions):
    sheet = enter()

    response = typing.post(address(stage, "entry-sheet", sheet.code), marks(stage, [("7", "7")], versions=versions))

    assert response.status_code == 302


def test_typing_after_closing_gives_the_marks_back(typing, stage, enter):
    sheet = enter()
    close_round(round_=stage.round, by=None)

    response = typing.post(address(stage, "entry-sheet", sheet.code), marks(stage, [("7", "c")]))

    assert response.status_code == 409
    assert 'value="7"' in response.text
    assert answers(sheet) == []


def test_what_one_administrator_typed_is_not_shown_to_another(client, stage, enter, person_with):
    sheet = enter()
    client.force_login(person_with(Role.ADMINISTRATOR))

    assert client.get(address(stage, "entry-sheet", sheet.code)).status_code == 403


@pytest.mark.parametrize("name", ["entry-list", "entry-new", "booklet"])
def test_an_administrator_who_sits_on_a_board_sees_nothing_of_it(client, stage, administrator, name):
    grant_role(user=administrator, role=Role.EXECUTIVE, by=None)
    client.force_login(administrator)

    assert client.get(address(stage, name)).status_code == 403


def test_a_sheet_of_another_round_is_not_there(typing, stage, enter):
    sheet = enter()

    assert typing.get(address(Stage(), "entry-sheet", sheet.code)).status_code == 404


def test_any_administrator_can_withdraw_a_sheet(client, stage, enter, person_with):
    sheet = enter()
    client.force_login(person_with(Role.ADMINISTRATOR))

    response = client.post(address(stage, "entry-withdraw", sheet.code))

    assert response.url == address(stage, "entry-list")
    assert not EntrySheet.objects.exists()


@pytest.mark.parametrize("count", [1, 4])
def test_entry_list_query_count(typing, stage, enter, count, django_assert_num_queries):
    for _ in range(count):
        enter()

    with django_assert_num_queries(12):
        typing.get(address(stage, "entry-list"))


def test_the_page_for_typing_says_that_reasons_are_not_typed(typing, stage, enter):
    assert (
        "Reasons in people's own words are not typed." in typing.get(address(stage, "entry-sheet", enter().code)).text
    )
